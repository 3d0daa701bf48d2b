// Files are sent in pieces (tus): a lost network costs the piece that was under way, not the file. When all have come,
// the form is sent with their keys. A browser that cannot, and a server that will not, leave the plain form to do it.
(function () {
  "use strict";
  if (!window.tus || !window.tus.isSupported) return;
  var PIECE = 512 * 1024, AGAIN = 4000;

  function short(text) {
    var sum = 5381;
    for (var at = 0; at < text.length; at += 1) sum = ((sum * 33) ^ text.charCodeAt(at)) >>> 0;
    return sum.toString(36);
  }

  document.querySelectorAll("form[data-upload]").forEach(function (form) {
    var words = form.dataset, shown = form.querySelector("[data-progress]"), bar = shown.querySelector("progress");
    var told = shown.querySelector("span"), inputs = form.querySelectorAll("input[type=file]");

    function chosen() {
      if (form.chosenFiles) return form.chosenFiles();
      return Array.from(inputs).reduce(function (all, input) { return all.concat(Array.from(input.files)); }, []);
    }
    function say(sent, total) {
      bar.value = total ? Math.floor(100 * sent / total) : 100;
      told.textContent = words.sending + " " + bar.value + "%";
    }
    function add(name, value) {
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    function send(file, before, total) {
      return new Promise(function (done, fail) {
        var upload = new window.tus.Upload(file, {
          endpoint: words.upload, chunkSize: PIECE, retryDelays: [0, 500, 1500],
          headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
          metadata: { filename: file.name },
          // What is remembered for a page that is opened again names neither the file nor the person.
          storeFingerprintForResuming: !("shared" in words), removeFingerprintOnSuccess: true,
          fingerprint: function () {
            var place = words.by + form.elements.namedItem("material").value + window.location.pathname;
            return Promise.resolve("tongban-" + short(place + file.name) + "-" + file.size + "-" + file.lastModified);
          },
          onProgress: function (sent) { say(before + sent, total); },
          onSuccess: function () { done(upload.url.split("/").pop()); },
          onError: function (error) {
            var answer = error.originalResponse;
            if (answer) { fail(answer.getStatus()); return; }
            told.textContent = words.paused;
            window.setTimeout(function () { upload.start(); }, AGAIN);
          }
        });
        upload.findPreviousUploads().then(function (before_) {
          if (before_.length) upload.resumeFromPreviousUpload(before_[0]);
          upload.start();
        });
      });
    }
    form.addEventListener("submit", function (event) {
      var files = chosen(), before = 0;
      var total = files.reduce(function (sum, file) { return sum + file.size; }, 0);
      if (!files.length) return;
      event.preventDefault();
      if (form.dataset.uploading) return;
      form.dataset.uploading = "yes";
      shown.hidden = false;
      say(0, total);
      files.reduce(function (earlier, file) {
        return earlier.then(function () { return send(file, before, total); }).then(function (key) {
          before += file.size;
          add("upload", key);
        }, function (status) {
          if (status !== 413) throw status;
          before += file.size;
          add("too-large", file.name);
        });
      }, Promise.resolve()).then(function () {
        inputs.forEach(function (input) { input.disabled = true; });
      }, function () {
        // The plain form sends them whole, as they were cropped.
        var whole = new DataTransfer();
        form.querySelectorAll("input[name=upload], input[name=too-large]").forEach(function (field) { field.remove(); });
        files.forEach(function (file) { whole.items.add(file); });
        inputs[0].files = whole.files;
      }).then(function () { form.submit(); });
    });
  });
})();
