/**
 * Request targets from the lists that are used against caches and proxies, and what the upstream may see of
 * them. `EVIL` stands for the address of a server that must never be called.
 */
export const EVIL = 'EVIL'

/** What reaches the upstream byte for byte. */
export const PASSED: readonly string[] = [
  // Another host, as a path.
  ...[`/v1//${EVIL}`, `/v1///${EVIL}/x`, `/v1/@${EVIL}`, `/v1/x@${EVIL}/`, `/v1/http://${EVIL}/x`],
  ...[`/v1/:80@${EVIL}/`, `/v1/%2f%2f${EVIL}/`, `/v1/.${EVIL}`, `/v1/x?to=http://${EVIL}/`],
  ...[`/v1/x?//${EVIL}`, `/v1/x?@${EVIL}`, `/v1/;@${EVIL}/`, `/v1/&@${EVIL}`],
  // Another path, for whoever decodes once or twice.
  ...['/v1/%2f', '/v1/a%2fb', '/v1/a%2F..%2Fb', '/v1/x/%2e%2e%2fy', '/v1/x%2f..%2f..%2fadmin'],
  ...['/v1/%5c', '/v1/%5c..%5cx', '/v1/x%5C..%5Cadmin', '/v1/%252e%252e/x', '/v1/%252f..%252fx'],
  ...['/v1/%25252e', '/v1/..;/x', '/v1/x/..;a=b/admin', '/v1/.;/x', '/v1/;/x'],
  ...['/v1/...', '/v1/..%00/x', '/v1/.%00./x', '/v1/..%0d/x', '/v1/..%20/x', '/v1/%ef%bc%8f'],
  // What one cache takes for the end of a path and the next server does not.
  ...[
    '/v1/x;.css',
    '/v1/x%3b.css',
    '/v1/x;jsessionid=1',
    '/v1/x.css',
    '/v1/x/a.js',
    '/v1/x%2fa.js',
  ],
  ...['/v1/x%00', '/v1/x%00.css', '/v1/x%0a', '/v1/x%0a.css', '/v1/x%0d%0aX-Evil:%201', '/v1/x%09'],
  ...['/v1/x%20', '/v1/x%20HTTP/1.1%0d%0aHost:%20evil', '/v1/x%23', '/v1/x%23.css', '/v1/x%3f.css'],
  ...['/v1/x%26y', '/v1/x&y=z', '/v1/x!y', '/v1/x$y', '/v1/x~y', '/v1/x,y', '/v1/x=y', '/v1/x|y'],
  ...['/v1/x%40', '/v1/x%7f', '/v1/x%c2%80', '/v1/caf%C3%A9', '/v1/caf%c3%a9', '/v1/x[y]'],
  // Slashes and question marks that mean nothing, and must stay.
  ...[
    '/v1',
    '/v1/',
    '/v1/x/',
    '/v1/x//',
    '/v1//x',
    '/v1/x?',
    '/v1/x??',
    '/v1/x?a?b',
    '/v1/x?/../y',
  ],
  // Queries are nobody's to read but the upstream's.
  ...[
    '/v1/x?a=1&a=2&&b',
    '/v1/x?b=2&a=1',
    '/v1/x?a=%',
    '/v1/x?a=%zz',
    '/v1/x?a=%2e%2e/',
    '/v1/x?a=+',
  ],
  ...['/v1/x?a=%00%0d%0a', '/v1/x?a=%27', '/v1/x?a=b;c', '/v1/x?utm_source=1', '/v1/x?a=..\\..'],
]

/** What the platform's URL parser reads in its own way; it stays one path of the upstream's. */
export const FOLDED: readonly (readonly [sent: string, reached: string])[] = [
  ['/v1/x#y', '/v1/x'],
  ['/v1/x#/../y', '/v1/x'],
  ['/v1/x?a#b', '/v1/x?a'],
  [`/v1/x#@${EVIL}`, '/v1/x'],
  ['/v1/caf\xc3\xa9', '/v1/caf%C3%A9'],
  ['/v1/x?q=caf\xc3\xa9', '/v1/x?q=caf%C3%A9'],
  ['/v1/x"y', '/v1/x%22y'],
  ['/v1/x{y}', '/v1/x%7By%7D'],
  ["/v1/x?q='", '/v1/x?q=%27'],
  ['/api/v1/x', '/v1/x'],
  ['/api/v1//x?', '/v1//x?'],
  [`http://${EVIL}/v1/x`, '/v1/x'],
  [`https://${EVIL}/v1/x?a`, '/v1/x?a'],
  [`HTTP://${EVIL}/v1/x`, '/v1/x'],
  [`ftp://${EVIL}/v1/x`, '/v1/x'],
  [`http://user:pw@${EVIL}/v1/x`, '/v1/x'],
  [`http://${EVIL}/api/v1//${EVIL}`, `/v1//${EVIL}`],
]

/** What no route can have, or what is not served. */
export const REFUSED: readonly string[] = [
  ...['/v1/x\\y', '/v1/x\\..\\y', '\\\\evil', `/v1\\@${EVIL}`, `/\\${EVIL}/v1/x`],
  ...['/v1/..', '/v1/.', '/v1/../x', '/v1/../../x', '/v1/x/../../../etc', '/./v1/x', '/x/../v1/x'],
  ...['/v1/%2e%2e/x', '/v1/%2E./x', '/v1/.%2e', '/v1/%2e', '/api/../v1/x', '/api/%2e%2e/v1/x'],
  ...['/v1/;/../x', `/../${EVIL}`, `http://${EVIL}/v1/../x`, `http://${EVIL}/../v1/x`],
  ...['/v1/%', '/v1/%4', '/v1/%zz', '/v1/%u002e', '/v1/%80', '/v1/%ff', '/v1/%c0%ae%c0%ae/x'],
  ...['/v1/\x80', '/v1/\xff\xfe', '/v1/x?q=\x80', '/v1/\xc0\xae\xc0\xae/x'],
  ...['/v1/x y', '/v1/x\ty', '/v1/x\x00y', '/v1/x\x01y', '/v1/x\x0by', '/v1/x\x7fy', '/v1/x\ry'],
  ...[`//${EVIL}/v1/x`, `//user@${EVIL}/v1/x`, `///${EVIL}/v1/x`, `/${EVIL}`, `/@${EVIL}/v1/x`],
  ...['/V1/x', '/%761/x', '/v1%2fx', '/api//v1/x', '/%61pi/v1/x', '/v1x', '/api', '/admin', '/'],
  ...[`${EVIL}/v1/x`, 'v1/x', '?/v1/x', `:80@${EVIL}/v1/x`],
]
