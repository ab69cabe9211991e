me.triggerUpdate = quiet(function () {
  __UPDATE__
});
// A page that is made ready in advance is no visit until it is shown, and one brought back is a new one.
if (d.prerendering) d.addEventListener("prerenderingchange", quiet(view), { once: true });
else view();
w.addEventListener("pageshow", quiet(function (e) { if (e.persisted) view() }));
__READY__
})()
})(window, document, navigator, location)
