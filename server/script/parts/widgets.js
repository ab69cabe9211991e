var each = function (name, f) {
  [].forEach.call(d.querySelectorAll(".tinylytics_" + name), quiet(f))
};
var ask = function (path, f, options) {
  fetch(home + path, options).then(function (r) { return r.json() }).then(quiet(f)).then(none, none)
};
var fills = [];
var fill = function () { fills.forEach(function (f) { quiet(f)() }) };
