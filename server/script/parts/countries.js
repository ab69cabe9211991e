each("countries", function (at) {
  at.title = counted.countries.join(", ");
  at.textContent = counted.countries.map(function (code) {
    return code.replace(/./g, function (letter) { return String.fromCodePoint(letter.charCodeAt() + 127397) })
  }).join(" ")
});
