// Small additions to pages that work without them.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });
  // A form is sent once: a second press does nothing until the answer is there.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
  // Autosave that did not reach us says so; it never stays silent.
  ["htmx:responseError", "htmx:sendError"].forEach(function (name) {
    document.body.addEventListener(name, function () {
      var saved = document.getElementById("saved");
      if (saved) saved.textContent = saved.dataset.failed;
    });
  });
  var summary = document.getElementById("error-summary");
  if (summary) summary.focus();
})();
