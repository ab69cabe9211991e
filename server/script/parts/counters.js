fills.push(function () {
  ask("__COUNTED__?__COUNTERS__", function (counted) {
    __FILLS__
  })
});
