/* Photos are made small enough for a weak signal before they are kept: at most 1600 px, JPEG. */
(() => {
  "use strict";
  const LONGEST = 1600, QUALITY = 0.82;

  /** A JPEG blob of the picture. Rejects when the file is not a picture. */
  async function shrink(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return blobOf(canvas, "image/jpeg", QUALITY);
  }

  function blobOf(canvas, type, quality) {
    return new Promise((done, failed) => {
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), type, quality);
    });
  }

  window.Photo = { shrink, blobOf };
})();
