var post = function (query, body) {
  var to = home + "__COLLECTOR__" + query;
  if (n.sendBeacon && n.sendBeacon(to, body)) return;
  if (w.fetch) fetch(to, { method: "POST", keepalive: true, body: body }).then(none, none);
  else new Image().src = home + "__PIXEL__" + query
};
