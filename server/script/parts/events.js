// Listens before the page does: a handler there may stop the click from going on.
d.addEventListener("click", quiet(function (e) {
  var at = e.target.closest("[data-tinylytics-event]"), name = at && at.getAttribute("data-tinylytics-event");
  if (name) me.event(name, at.getAttribute("data-tinylytics-event-value"))
}), true);
me.event = quiet(function (name, value, props) {
  send("&event=" + enc(name) + (value == null ? "" : "&event_value=" + enc(value)),
    props && JSON.stringify({ props: props }))
});
