// Work that could not be sent because the network was gone is kept in this browser and sent once when it is back.
// Each form carries its own once-key, so that the server does it one time however often it is sent.
(function () {
  "use strict";
  if (!window.indexedDB || !window.fetch) return;
  var STORE = "unsent";
  function open() {
    return new Promise(function (done, fail) {
      var asked = indexedDB.open("tongban", 1);
      asked.onupgradeneeded = function () { asked.result.createObjectStore(STORE, { keyPath: "once" }); };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { fail(asked.error); };
    });
  }
  function within(mode, work) {
    return open().then(function (base) {
      return new Promise(function (done, fail) {
        var step = base.transaction(STORE, mode);
        var asked = work(step.objectStore(STORE));
        step.oncomplete = function () { base.close(); done(asked.result); };
        step.onerror = step.onabort = function () { base.close(); fail(step.error); };
      });
    });
  }
  function post(kept) {
    var body = new FormData();
    kept.fields.forEach(function (pair) { body.append(pair[0], pair[1]); });
    var token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token) body.set("csrfmiddlewaretoken", token.value);
    return fetch(kept.url, { method: "POST", body: body, credentials: "same-origin" });
  }
  function say(text, link) {
    var bar = document.getElementById("unsent-bar");
    if (!bar) {
      bar = document.createElement("div");
      bar.id = "unsent-bar";
      bar.className = "notice notice-warn";
      bar.setAttribute("role", "status");
      document.querySelector("main").prepend(bar);
    }
    bar.textContent = text;
    if (link) {
      var to = document.createElement("a");
      to.href = link.url;
      to.textContent = link.text;
      bar.append(" ", to);
    }
  }
  function answered(kept, response) {
    // A redirect is the sign that it was done; anything else is for the clerk to look at.
    return within("readwrite", function (store) { return store.delete(kept.once); }).then(function () {
      if (response.redirected) { window.location.assign(response.url); return; }
      return response.text().then(function (page) { document.open(); document.write(page); document.close(); });
    });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset.unsent || event.defaultPrevented) return;
    event.preventDefault();
    var once = form.querySelector("[name=once]");
    var fields = Array.from(new FormData(form, event.submitter)).filter(function (pair) {
      return pair[0] !== "csrfmiddlewaretoken";
    });
    var kept = { once: once.value, url: form.action, title: form.dataset.unsentTitle, fields: fields,
                 told: form.dataset.unsent };
    post(kept).then(function (response) { return answered(kept, response); }, function () {
      return within("readwrite", function (store) { return store.put(kept); }).then(function () {
        say(kept.told);
        delete form.dataset.sent;
      });
    });
  });
  var busy = false;
  function retry() {
    if (busy || navigator.onLine === false) return;
    busy = true;
    within("readonly", function (store) { return store.getAll(); }).then(function (all) {
      return all.reduce(function (before, kept) {
        return before.then(function () {
          return post(kept).then(function (response) {
            if (response.status >= 500) return;
            return within("readwrite", function (store) { return store.delete(kept.once); }).then(function () {
              say(kept.title + " ✓", response.redirected ? { url: response.url, text: "→" } : null);
              if (!response.redirected) say(kept.title + " ✗ " + response.status);
            });
          });
        });
      }, Promise.resolve());
    }).catch(function () {}).then(function () { busy = false; });
  }
  window.addEventListener("online", retry);
  window.setInterval(retry, 10000);
  retry();
})();
