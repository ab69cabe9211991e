each("hits", function (at) {
  var link = d.createElement("a");
  link.href = home + "/public/__UID__";
  link.textContent = counted.hits.toLocaleString();
  at.textContent = "";
  at.appendChild(link)
});
