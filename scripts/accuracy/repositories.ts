/** A public repository at one commit; its work tree is what noise is measured on. */
export interface Repository {
  /** `owner/name` on GitHub. */
  name: string;
  commit: string;
}

/** Well-known repositories over many languages, none of which is a scanner. */
export const repositories: readonly Repository[] = [
  { name: 'git/git', commit: '1a3e64c6c4a623626ff0687008732a8e007e2a1c' },
  { name: 'conda/conda', commit: '0f64223fb8da4328457a69fe6483959dbb783152' },
  { name: 'expressjs/express', commit: 'a3714473feb3d2908add734d340e7755fd85e0a3' },
  { name: 'rails/rails', commit: '2a2db1e8d6d104ee0611efcae7eb023af65cff34' },
  { name: 'spring-projects/spring-boot', commit: 'c329ffa25dc160a90ebe5e4b006ad4cdf89d8683' },
  { name: 'helm/helm', commit: 'e9b85e4de16ad45805843fb121748018cf89094b' },
  { name: 'hashicorp/terraform', commit: '883c7221ee2e0bc2fad6912fd4b3cc4b53a598a7' },
  { name: 'ansible/ansible', commit: 'c9ac477e53a99e95781f333eec3329a935c1bf95' },
  { name: 'psf/requests', commit: '1f6589ec3a1ee910f9a65cc3ceac60b26677bc0e' },
  { name: 'gin-gonic/gin', commit: 'dcaa4296d111981ffb31ac3eba90bb63e1eb5ab9' },
  { name: 'rust-lang/cargo', commit: 'af373f761aa4e42b093c2e453078fd73c8ce54dd' },
  { name: 'laravel/framework', commit: 'bd71b45fbb7e672957bf6ff61baddefe15fbca6a' },
  { name: 'jellyfin/jellyfin', commit: 'c3ed1407ca698b0905de99da87b67415e6a62dbd' },
  { name: 'Alamofire/Alamofire', commit: '7595cbcf59809f9977c5f6378500de2ad73b7ddb' },
  { name: 'square/okhttp', commit: '1682d9bac8c03dffde2969b0b74d47649d0dbb52' },
  { name: 'phoenixframework/phoenix', commit: '167c46950cf53aef363d672687cc653267c20aa6' },
  { name: 'prometheus/prometheus', commit: 'd15adb9ad7e5d9fbde3a9a8f30200593a5a14d86' },
  { name: 'redis/redis', commit: '4f8cdc2a1ea53e42955af758aabffee67cb455dd' },
  { name: 'vuejs/core', commit: 'e2bede96134f757aad5c5b33ac9be055022dbfc8' },
  { name: 'netty/netty', commit: '0bb88a3e061f77355627e7fd7fc170ffdada7578' },
];
