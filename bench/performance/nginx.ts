import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Side } from './runtime.ts'

const PORT = 18_480
const START_MS = 500

/** nginx as a cache before the upstream, its key the cookie and the URL; undefined where it is not installed. */
export async function startNginx(
  upstream: string,
  freshSeconds: number,
): Promise<Side | undefined> {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  const directory = mkdtempSync(join(tmpdir(), 'everruns-edge-nginx-'))
  // Started by root, it works as somebody else.
  chmodSync(directory, 0o755)
  const config = join(directory, 'nginx.conf')
  writeFileSync(config, configText(directory, upstream, freshSeconds))
  const process = spawn('nginx', ['-c', config, '-p', directory], { stdio: 'ignore' })
  await new Promise((resolve) => setTimeout(resolve, START_MS))
  return {
    name: 'nginx',
    origin: `http://127.0.0.1:${PORT}`,
    pid: process.pid ?? 0,
    async stop() {
      const ended = once(process, 'exit')
      process.kill()
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}

/** One process, as workerd is one thread; an access log as the edge has one. */
function configText(directory: string, upstream: string, freshSeconds: number): string {
  return `daemon off;
master_process off;
pid ${directory}/nginx.pid;
error_log /dev/null;
events { worker_connections 1024; }
http {
  access_log ${directory}/access.log;
  proxy_temp_path ${directory}/proxy;
  client_body_temp_path ${directory}/body;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  proxy_cache_path ${directory}/cache keys_zone=stats:10m;
  server {
    listen 127.0.0.1:${PORT};
    keepalive_requests 1000000000;
    location / {
      proxy_pass ${upstream};
      proxy_cache stats;
      proxy_cache_key "$http_cookie$request_uri";
      proxy_cache_valid 200 ${freshSeconds}s;
    }
  }
}
`
}
