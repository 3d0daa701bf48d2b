// Small additions to pages that work without them.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });
  // A fold of the menu closes when one turns away from it.
  function fold(except) {
    document.querySelectorAll(".menu-group[open]").forEach(function (group) { if (group !== except) group.open = false; });
  }
  document.addEventListener("click", function (event) { fold(event.target.closest(".menu-group")); });
  document.addEventListener("keydown", function (event) {
    var group = document.querySelector(".menu-group[open]");
    if (event.key !== "Escape" || !group) return;
    fold(null);
    group.querySelector("summary").focus();
  });
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
  // A page of a form that was answered leaves nothing behind in this browser.
  try {
    var from = document.referrer ? new URL(document.referrer).pathname : "";
    var answered = document.querySelector('[data-answered="yes"]') ? window.location.pathname : "";
    Object.keys(sessionStorage).forEach(function (key) {
      if (key.indexOf("draft:") !== 0) return;
      var path = key.slice(key.indexOf(":", 6) + 1), sent = JSON.parse(sessionStorage[key]).sent;
      if (path === answered || (sent && path === from && path !== window.location.pathname)) sessionStorage.removeItem(key);
    });
  } catch (none) { /* a browser that keeps nothing */ }
  var summary = document.getElementById("error-summary");
  if (summary) summary.focus();
})();
