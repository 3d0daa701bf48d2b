// What is typed into a form survives a lost network: it is kept in this tab until it was sent, and sent when it is back.
// It is kept as the form would send it, with the marks of what the page had shown, so that the server can tell what was
// changed on another device meanwhile. A shared device keeps nothing.
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]"), saved = document.getElementById("saved");
  if (!form || !saved) return;
  var words = form.dataset, shared = "shared" in words, edits = 0, unsent = false;
  var mine = "draft:" + words.by + ":", key = mine + window.location.pathname;

  function store(work) { try { return work(window.sessionStorage); } catch (none) { return null; } }
  function fields() {
    return Array.from(new FormData(form)).filter(function (pair) {
      return pair[0] !== "csrfmiddlewaretoken" && typeof pair[1] === "string";
    });
  }
  function keep(sent) {
    if (!shared) store(function (kept) { kept.setItem(key, JSON.stringify({ fields: fields(), sent: Boolean(sent) })); });
  }
  function forget() { store(function (kept) { kept.removeItem(key); }); }
  function say() { saved.textContent = shared ? words.lost : words.offline; saved.classList.add("waiting"); }
  // How far this page was typed: what is sent earlier and arrives later is old.
  function count() {
    var page = form.elements.namedItem("page");
    if (page) page.value = page.value.split(":")[0] + ":" + edits;
  }
  function lost() { unsent = true; keep(false); say(); }
  function retry() {
    if (unsent && navigator.onLine !== false) form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  form.addEventListener("input", function () { edits += 1; count(); if (unsent || navigator.onLine === false) lost(); });
  form.addEventListener("change", function () { count(); });
  form.addEventListener("htmx:oobAfterSwap", count);
  document.body.addEventListener("htmx:oobAfterSwap", count);
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) { form.addEventListener(name, lost); });
  form.addEventListener("htmx:responseError", function () { unsent = true; keep(false); });
  form.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.successful) return;
    unsent = false;
    saved.classList.remove("waiting");
    forget();
  });
  form.addEventListener("submit", function (event) {
    count();
    if (navigator.onLine !== false) { keep(true); return; }
    event.preventDefault();
    lost();
    saved.scrollIntoView({ block: "center" });
  });
  window.addEventListener("online", retry);
  window.addEventListener("offline", lost);
  window.setInterval(retry, 10000);

  // What another account left in this tab is not ours to keep; what we left is sent as it was typed.
  store(function (kept) {
    Object.keys(kept).forEach(function (each) {
      if (each.indexOf("draft:") === 0 && each.indexOf(mine) !== 0) kept.removeItem(each);
    });
  });
  var left = store(function (kept) { return JSON.parse(kept.getItem(key)); });
  if (!left) return;
  var again = document.createElement("form"), token = form.querySelector("[name=csrfmiddlewaretoken]");
  again.method = "post";
  again.hidden = true;
  left.fields.filter(function (pair) { return pair[0] !== "go"; })
    .concat([["csrfmiddlewaretoken", token.value], ["go", "stay"]]).forEach(function (pair) {
      var field = document.createElement("textarea");
      field.name = pair[0];
      field.value = pair[1];
      again.append(field);
    });
  document.body.append(again);
  forget();
  again.submit();
})();
