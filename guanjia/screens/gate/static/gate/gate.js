// Scanning with the camera where the browser can; typing works everywhere.
const form = document.querySelector("[data-gate]");
const button = form?.querySelector("[data-scan]");
const video = form?.querySelector("[data-video]");

if (button && "BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", scan);
}

async function scan() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    button.hidden = true;
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const detector = new BarcodeDetector();
  const look = async () => {
    const [code] = await detector.detect(video);
    if (!code) return requestAnimationFrame(look);
    stream.getTracks().forEach((track) => track.stop());
    form.elements.q.value = code.rawValue;
    form.submit();
  };
  look();
}
