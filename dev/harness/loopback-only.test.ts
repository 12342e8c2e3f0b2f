import { once } from "node:events";
import { createServer, get } from "node:http";
import net from "node:net";
import tls from "node:tls";
import { expect, it } from "vitest";

// An address that is reserved for documentation: even if the guard failed, nobody is there.
const OUTSIDE = "192.0.2.1";

it("lets nothing leave this machine", async () => {
  await expect(fetch("https://api.replicate.com/v1/account")).rejects.toThrow(
    "A test tried to reach api.replicate.com",
  );
  await expect(fetch(new Request(`http://${OUTSIDE}/`))).rejects.toThrow(OUTSIDE);
  expect(() => net.connect(80, OUTSIDE)).toThrow(OUTSIDE);
  expect(() => net.connect({ port: 80, host: OUTSIDE })).toThrow(OUTSIDE);
  expect(() => tls.connect({ port: 443, host: OUTSIDE })).toThrow(OUTSIDE);
  expect(() => get(`http://${OUTSIDE}/`)).toThrow(OUTSIDE);
});

it("lets everything on this machine through", async () => {
  const server = createServer((_, response) => response.end("here")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("here");
  const socket = net.connect({ port, host: "127.0.0.1" });
  await once(socket, "connect");
  socket.destroy();
  server.closeAllConnections();
  server.close();
});
