/** RFC 9110 section 7.6.1: meant for one connection only, besides those that `Connection` names. In lower case. */
export const HOP_BY_HOP: readonly string[] = [
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'proxy-authorization', 'proxy-authenticate', 'http2-settings'],
]
