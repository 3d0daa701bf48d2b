// Photographs of papers are looked at before they are sent: turned, cropped, put in order, dropped.
// Without script they are sent as they were taken. The pictures stay in canvases and data: addresses, so that the
// page's policy needs to allow no more than it does.
(function () {
  "use strict";
  if (!window.Cropper || !window.createImageBitmap) return;
  var LONGEST = 2200, THUMB = 160, STEP = 12;

  function isPicture(file) { return file.type === "image/jpeg" || file.type === "image/png"; }
  function drawn(bitmap, longest) {
    var scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height)), canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
  function canvasOf(file, longest) {
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (bitmap) { return drawn(bitmap, longest); });
  }

  document.querySelectorAll("form[data-upload]").forEach(function (form) {
    var box = form.querySelector("[data-shots]"), list = box.querySelector("ol"), line = box.querySelector("template");
    var crop = box.querySelector("[data-crop]"), room = crop.querySelector(".crop-room"), asPdf = form.elements.namedItem("as_one_pdf");
    var shots = [], cropper = null, cropped = null;
    form.chosenFiles = function () { return shots.map(function (shot) { return shot.file; }); };

    function show() {
      list.replaceChildren();
      shots.forEach(function (shot) {
        var item = line.content.firstElementChild.cloneNode(true), picture = item.querySelector("img");
        item.querySelector(".shot-name").textContent = shot.file.name;
        item.querySelectorAll("button .visually-hidden").forEach(function (each) { each.textContent = "：" + shot.file.name; });
        item.querySelector("[data-drop]").addEventListener("click", function () {
          shots.splice(shots.indexOf(shot), 1);
          show();
        });
        if (isPicture(shot.file)) {
          canvasOf(shot.file, THUMB).then(function (small) { picture.src = small.toDataURL("image/jpeg", 0.7); }, function () { picture.remove(); });
          item.querySelector("[data-edit]").addEventListener("click", function () { edit(shot); });
        } else {
          picture.remove();
          item.querySelector("[data-edit]").remove();
        }
        list.append(item);
      });
      box.hidden = !shots.length;
      if (asPdf) asPdf.checked = shots.length > 1 && shots.every(function (shot) { return isPicture(shot.file); });
    }

    function close(back) {
      if (cropper) cropper.destroy();
      cropper = null;
      crop.hidden = true;
      room.replaceChildren();
      var button = back && list.children[shots.indexOf(back)] && list.children[shots.indexOf(back)].querySelector("[data-edit]");
      if (button) button.focus();
    }
    function edit(shot) {
      close(null);
      canvasOf(shot.file, LONGEST).then(function (canvas) {
        cropped = shot;
        crop.hidden = false;
        room.append(canvas);
        room.tabIndex = 0;
        start(canvas, null);
      }, function () { close(shot); });
    }
    function start(canvas, chosen) {
      delete room.dataset.ready;
      cropper = new window.Cropper(canvas, {
        viewMode: 1, autoCropArea: 0.95, background: false, checkOrientation: false, checkCrossOrigin: false,
        responsive: false, data: chosen,
        ready: function () { room.dataset.ready = "yes"; if (!chosen) room.focus(); }
      });
    }
    // A telephone that is turned shows the same part of the picture: the cropper's own way may lose the frame.
    var turned = 0;
    window.addEventListener("resize", function () {
      if (!cropper) return;
      delete room.dataset.ready;
      window.clearTimeout(turned);
      turned = window.setTimeout(function () {
        if (!cropper) return;
        var canvas = cropper.element, chosen = cropper.getData();
        cropper.destroy();
        start(canvas, chosen);
      }, 150);
    });
    // The frame is moved by the arrow keys, and made larger or smaller with Shift.
    room.addEventListener("keydown", function (event) {
      var way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
      if (!way || !cropper) return;
      event.preventDefault();
      var frame = cropper.getCropBoxData();
      if (event.shiftKey) { frame.width += way[0]; frame.height += way[1]; } else { frame.left += way[0]; frame.top += way[1]; }
      cropper.setCropBoxData(frame);
    });
    crop.querySelectorAll("[data-turn]").forEach(function (button) {
      button.addEventListener("click", function () { if (cropper) cropper.rotate(Number(button.dataset.turn)); });
    });
    crop.querySelector("[data-leave]").addEventListener("click", function () { close(cropped); });
    crop.querySelector("[data-done]").addEventListener("click", function () {
      var shot = cropped;
      if (!cropper || !room.dataset.ready) return;
      cropper.getCroppedCanvas({ maxWidth: LONGEST, maxHeight: LONGEST, fillColor: "#fff" }).toBlob(function (blob) {
        // A frame without a width shows nothing: the picture stays as it was.
        var name = shot.file.name.replace(/\.[^.]*$/, "") + ".jpg";
        if (blob) shot.file = new File([blob], name, { type: "image/jpeg", lastModified: Date.now() });
        show();
        close(shot);
      }, "image/jpeg", 0.88);
    });

    form.querySelectorAll("input[type=file]").forEach(function (input) {
      input.addEventListener("change", function () {
        var files = Array.from(input.files), camera = "camera" in input.dataset;
        if (!camera) shots = shots.filter(function (shot) { return shot.camera; });
        files.forEach(function (file) { shots.push({ file: file, camera: camera }); });
        // One photograph after the other is taken with the same button.
        if (camera) input.value = "";
        show();
      });
    });
  });
})();
