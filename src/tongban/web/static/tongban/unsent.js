// Work that could not be sent because the network was gone is kept in this browser and sent once when it is back.
// Each form carries its own once-key, so that the server does it one time however often it is sent. What one official
// left is never sent in another's name, and nothing is thrown away before it is done or somebody has read why not.
(function () {
  "use strict";
  if (!window.indexedDB || !window.fetch) return;
  var STORE = "unsent", words = document.currentScript.dataset;
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
  function keep(kept) { return within("readwrite", function (store) { return store.put(kept); }); }
  function drop(kept) { return within("readwrite", function (store) { return store.delete(kept.once); }); }
  function post(kept) {
    var body = new FormData();
    kept.fields.forEach(function (pair) { body.append(pair[0], pair[1]); });
    var token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token) body.set("csrfmiddlewaretoken", token.value);
    return fetch(kept.url, { method: "POST", body: body, credentials: "same-origin" });
  }
  function asksToSignIn(response) {
    return response.redirected && new URL(response.url).pathname.indexOf("/accounts/") === 0;
  }
  function mayPassLater(response) { return response.status >= 500 || response.status === 403 || response.status === 429; }
  function say(kept, text, button, tone) {
    var bar = document.getElementById("unsent-bar");
    if (!bar) {
      bar = document.createElement("div");
      bar.id = "unsent-bar";
      bar.setAttribute("role", "status");
      document.querySelector("main .page").prepend(bar);
    }
    var line = bar.querySelector('[data-once="' + kept.once + '"]');
    if (!line) {
      line = document.createElement("p");
      line.dataset.once = kept.once;
      bar.append(line);
    }
    line.className = "notice " + (tone || "notice-warn");
    line.textContent = kept.title + "：" + text;
    if (button) line.append(" ", button);
  }
  function link(url) {
    var to = document.createElement("a");
    to.href = url;
    to.textContent = words.open;
    return to;
  }
  function look(kept) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-plain";
    button.textContent = words.look;
    button.addEventListener("click", function () {
      post(kept).then(function (response) { return answered(kept, response); }, function () { say(kept, kept.told); });
    });
    return button;
  }
  function answered(kept, response) {
    // A redirect is the sign that it was done. After signing in one comes back here, and it is sent then.
    if (asksToSignIn(response)) return keep(kept).then(function () { window.location.assign(response.url); });
    return drop(kept).then(function () {
      if (response.redirected) { window.location.assign(response.url); return; }
      return response.text().then(function (page) { document.open(); document.write(page); document.close(); });
    });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset.unsent || event.defaultPrevented) return;
    event.preventDefault();
    var fields = Array.from(new FormData(form, event.submitter)).filter(function (pair) {
      return pair[0] !== "csrfmiddlewaretoken";
    });
    var kept = { once: form.querySelector("[name=once]").value, url: form.action, title: form.dataset.unsentTitle,
                 fields: fields, told: form.dataset.unsent, by: words.by };
    post(kept).then(function (response) { return answered(kept, response); }, function () {
      return keep(kept).then(function () {
        say(kept, kept.told);
        delete form.dataset.sent;
      });
    });
  });
  function again(kept) {
    if (kept.refused) { say(kept, words.refused, look(kept)); return Promise.resolve(); }
    return post(kept).then(function (response) {
      if (asksToSignIn(response) || mayPassLater(response)) { say(kept, words.waits); return; }
      if (response.redirected) {
        return drop(kept).then(function () { say(kept, words.done, link(response.url), "notice-good"); });
      }
      kept.refused = response.status;
      return keep(kept).then(function () { return again(kept); });
    });
  }
  var busy = false;
  function retry() {
    if (busy || navigator.onLine === false) return;
    busy = true;
    within("readonly", function (store) { return store.getAll(); }).then(function (all) {
      return all.filter(function (kept) { return kept.by === words.by; }).reduce(function (before, kept) {
        return before.then(function () { return again(kept); });
      }, Promise.resolve());
    }).catch(function () {}).then(function () { busy = false; });
  }
  window.addEventListener("online", retry);
  window.setInterval(retry, 10000);
  retry();
})();
