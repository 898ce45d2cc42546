import type { Repository } from '../accuracy/repositories.ts';

/** The tree: 35,000 files in many languages, two thirds of them code, the rest data, texts and pictures. */
export const tree: readonly Repository[] = [
  { name: 'Aider-AI/aider', commit: '5dc9490bb35f9729ef2c95d00a19ccd30c26339c' },
  { name: 'Alamofire/Alamofire', commit: '7595cbcf59809f9977c5f6378500de2ad73b7ddb' },
  { name: 'Homebrew/brew', commit: 'aad366ffaf6a8c94c66d35e4b990d42ac4195305' },
  { name: 'OpenZeppelin/openzeppelin-contracts', commit: 'fddac901ccdbdb06be90536822936ea765dd9218' },
  { name: 'Sonarr/Sonarr', commit: '49df353fa14c453929b79f32144b2c8c86d94b09' },
  { name: 'aliyun/aliyun-oss-python-sdk', commit: 'eb329ec91d24e2e52646f244863232342fa05161' },
  { name: 'ansible/ansible', commit: 'c9ac477e53a99e95781f333eec3329a935c1bf95' },
  { name: 'auth0/node-jsonwebtoken', commit: 'bc28861f1fa981ed9c009e29c044a19760a0b128' },
  { name: 'bitnami/charts', commit: '5165628ae06697f8f68a670bef7739d93c4b7f44' },
  { name: 'bregman-arie/devops-exercises', commit: 'db1fe19af2971f45ea95a988751b2222d38d8d9a' },
  { name: 'caddyserver/caddy', commit: '0cf03d32f7d99cf160d5375e8a40fbe3d910d515' },
  { name: 'caronc/apprise', commit: 'cf17bc9ecd2686c62b548b4577b6e06839331a60' },
  { name: 'conda/conda', commit: '0f64223fb8da4328457a69fe6483959dbb783152' },
  { name: 'docker/awesome-compose', commit: '18f59bdb09ecf520dd5758fbf90dec314baec545' },
  { name: 'dotnet/eShop', commit: '5624ad564d1602a927879df32a79b94522eb6101' },
  { name: 'eslint/eslint', commit: 'c27bc926e496985eb7911c09eb60914b2e4b5d0f' },
  { name: 'ethers-io/ethers.js', commit: '98c49d091eb84a9146dfba8476f18e4c3e3d1d31' },
  { name: 'expressjs/express', commit: 'a3714473feb3d2908add734d340e7755fd85e0a3' },
  { name: 'fastapi/fastapi', commit: 'c3f316b7e814667e8ee81e03a7330d00ee61e45c' },
  { name: 'flutter/samples', commit: '978919bde51385c9524fe46d6b51f3b161d80486' },
  { name: 'gin-gonic/gin', commit: 'dcaa4296d111981ffb31ac3eba90bb63e1eb5ab9' },
  { name: 'pallets/flask', commit: '2ac89889f4cc330eabd50f295dcef02828522c69' },
  { name: 'psf/requests', commit: '1f6589ec3a1ee910f9a65cc3ceac60b26677bc0e' },
  { name: 'public-apis/public-apis', commit: 'c045a2eb505f0f8b7992bb4af53cc020f25003fd' },
];

/** The histories: all that these commits reach. The first is the smallest. */
export const histories: readonly Repository[] = [
  { name: 'gitleaks/gitleaks', commit: 'b58d3f102cf3a2c84cb7f923d05c25c9b1aed84b' },
  { name: 'secretlint/secretlint', commit: '18346ba31b8173d52060b971221ab38c1943def0' },
  { name: 'trufflesecurity/trufflehog', commit: '3ab759fef4bb5935d4fe9ac68b503d05346b8364' },
];
