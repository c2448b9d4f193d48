/* Holds the one stream of events for all open tabs of a person. */
"use strict";
const ports = new Set();
let source = null;

const listen = (url) => {
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource(url);
  source.onmessage = (event) => {
    const told = JSON.parse(event.data);
    ports.forEach((port) => port.postMessage(told));
  };
};
onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.open) { ports.add(port); listen(data.open); }
    if (data.close) {
      ports.delete(port);
      if (!ports.size && source) { source.close(); source = null; }
    }
  };
  port.start();
};
