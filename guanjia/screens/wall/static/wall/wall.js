// The wall's own clock and its full-screen button.
(() => {
  const face = document.querySelector("[data-wall-clock]");
  const lag = new Date(face.dateTime) - Date.now();
  const two = (n) => String(n).padStart(2, "0");
  setInterval(() => {
    const now = new Date(Date.now() + lag);
    face.textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
  }, 1000);
  const button = document.querySelector("[data-fullscreen]");
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
})();
