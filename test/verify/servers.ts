import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { onTestFinished } from 'vitest';
import type { Identity } from './certificate.ts';

/** A server on loopback that ends with its test. */
export interface Running {
  port: number;
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** What each request asked for: `GET /user`. */
  asked: string[];
  close(): Promise<void>;
}

/** Answers each request by the listener. */
export async function serve(listener: RequestListener, identity?: Identity): Promise<Running> {
  const asked: string[] = [];
  const counted: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    listener(request, response);
  };
  const server = identity ? createTlsServer(identity, counted) : createServer(counted);
  const { port, close } = await listening(server);
  return { port, url: `${identity ? 'https' : 'http'}://127.0.0.1:${port}`, asked, close };
}

/** Hands each connection to the listener, bytes and all. */
export async function serveRaw(listener: (socket: Socket) => void): Promise<Running> {
  const { port, close } = await listening(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      listener(socket);
    }),
  );
  return { port, url: `http://127.0.0.1:${port}`, asked: [], close };
}

async function listening(server: Server | TcpServer): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () =>
    new Promise<void>((done) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => done());
    });
  onTestFinished(close);
  return { port: (server.address() as AddressInfo).port, close };
}

/** Sends JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}
