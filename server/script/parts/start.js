// Everything runs inside quiet(), now and later: an error of ours must never reach the page.
(function (w, d, n, l) {
var quiet = function (f) {
  return function () {
    try { return f.apply(this, arguments) } catch (e) {}
  }
};
quiet(function () {
if (w.tinylytics) return;
// The address this script came from is where hits go: it also holds behind a proxy and under another path.
var s = d.currentScript || d.querySelector('script[src*="__SCRIPT__"]'),
  home = s.src.split("__MARK__")[0],
  enc = encodeURIComponent,
  referrer = d.referrer,
  last, off,
  none = function () {},
  me = w.tinylytics = {},
  asked = /[?&](?:tiny_ignore|ti)=(true|false)\b/.exec(l.search);
if (asked) off = asked[1] == "true";
// Touching localStorage throws where storage is blocked; what the address says holds all the same.
quiet(function () {
  var store = localStorage, key = "tinylytics_ignore";
  if (asked) off ? store.setItem(key, "true") : store.removeItem(key);
  off = off || store.getItem(key) == "true"
})();
