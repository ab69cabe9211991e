// A page of file: has no address that means anything elsewhere.
var send = function (more, body) {
  if (off || !/^http/.test(l.protocol)) return;
  post("?url=" + enc(l.href) + "&path=" + enc(l.pathname) + "&referrer=" + enc(referrer) + (more || ""), body)
};
var view = function () {
  send();
  referrer = last = l.href
};
