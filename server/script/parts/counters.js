fills.push(function () {
  ask("/embed/__UID__.json?__COUNTERS__", function (counted) {
    __FILLS__
  })
});
