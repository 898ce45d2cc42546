/** A name in the forms that languages write it in. */
export interface Names {
  /** `acme_api_key` */
  snake: string;
  /** `ACME_API_KEY` */
  upper: string;
  /** `acmeApiKey` */
  camel: string;
  /** `AcmeApiKey` */
  pascal: string;
  /** `acme-api-key` */
  kebab: string;
  /** `acme.api.key` */
  dotted: string;
}

/** The words of an identifier, whatever its form, written in each form. */
export function namesOf(identifier: string): Names {
  const words = identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
  const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  return {
    snake: words.join('_'),
    upper: words.join('_').toUpperCase(),
    camel: pascal[0]!.toLowerCase() + pascal.slice(1),
    pascal,
    kebab: words.join('-'),
    dotted: words.join('.'),
  };
}

type Format = (name: Names, value: string) => string;

/** How a value stands beside its name, by language or format; the key's extension is a usual one for such a file. */
export const formats: Readonly<Record<string, Format>> = {
  'javascript.js': (n, v) => `const ${n.camel} = '${v}';`,
  'typescript.ts': (n, v) => `export const ${n.camel}: string = "${v}";`,
  'object.mjs': (n, v) => `module.exports = { ${n.camel}: "${v}", retries: 3 };`,
  'minified.min.js': (n, v) =>
    `!function(e,t){var n={url:"/v1",${n.camel}:"${v}",on:!0};e.exports=t(n)}(this,function(e){return e});`,
  'fallback.cjs': (n, v) => `const ${n.camel} = process.env.${n.upper} || '${v}';`,
  'python.py': (n, v) => `${n.upper} = "${v}"`,
  'argument.py': (n, v) => `client = Client(host, ${n.snake}='${v}')`,
  'environ.py': (n, v) => `os.environ["${n.upper}"] = "${v}"`,
  'option.py': (n, v) => `parser.add_argument('--${n.kebab}', default='${v}', help='x')`,
  'multi-line.py': (n, v) => `value = os.environ.get('${n.upper}',\n    '${v}')`,
  'notebook.ipynb': (n, v) =>
    `   "source": [\n    "${n.snake} = \\"${v}\\"\\n",\n    "run(${n.snake})\\n"\n   ]`,
  'java.java': (n, v) => `    private static final String ${n.upper} = "${v}";`,
  'kotlin.kt': (n, v) => `    private val ${n.camel} = "${v}"`,
  'scala.scala': (n, v) => `  val ${n.camel}: String = "${v}"`,
  'gradle.gradle': (n, v) => `buildConfigField "String", "${n.upper}", '"${v}"'`,
  'swift.swift': (n, v) => `    static let ${n.camel} = "${v}"`,
  'objective-c.m': (n, v) => `static NSString *const ${n.camel} = @"${v}";`,
  'definition.m': (n, v) => `#define k${n.pascal} @"${v}"`,
  'go.go': (n, v) => `\t${n.camel} := "${v}"`,
  'constant.go': (n, v) => `const ${n.camel} = "${v}" // staging`,
  'option.go': (n, v) => `\tflag.StringVar(&${n.camel}, "${n.kebab}", "${v}", "of the server")`,
  'rust.rs': (n, v) => `const ${n.upper}: &str = "${v}";`,
  'c.h': (n, v) => `#define ${n.upper} "${v}"`,
  'c++.cpp': (n, v) => `static const std::string ${n.snake} = "${v}";`,
  'csharp.cs': (n, v) => `        private const string ${n.pascal} = "${v}";`,
  'appsettings.json': (n, v) => `    "${n.pascal}": "${v}",`,
  'web.config': (n, v) => `    <add key="${n.pascal}" value="${v}" />`,
  'reversed.config': (n, v) => `    <add value="${v}" key="${n.pascal}" />`,
  'ruby.rb': (n, v) => `  config.${n.snake} = '${v}'`,
  'php.php': (n, v) => `$${n.snake} = '${v}';`,
  'array.php': (n, v) => `    '${n.snake}' => '${v}',`,
  'define.php': (n, v) => `define('${n.upper}', '${v}');`,
  'perl.pl': (n, v) => `my $${n.snake} = '${v}';`,
  'elixir.exs': (n, v) => `config :app, ${n.snake}: "${v}"`,
  'dart.dart': (n, v) => `  final String ${n.camel} = '${v}';`,
  'lua.lua': (n, v) => `local ${n.snake} = "${v}"`,
  'r.R': (n, v) => `${n.snake} <- "${v}"`,
  'powershell.ps1': (n, v) => `$env:${n.upper} = "${v}"`,
  'shell.sh': (n, v) => `export ${n.upper}=${v}`,
  'quoted.sh': (n, v) => `${n.upper}='${v}' ./run.sh`,
  'fish.fish': (n, v) => `set -gx ${n.upper} ${v}`,
  'batch.bat': (n, v) => `set ${n.upper}=${v}`,
  'Makefile.mk': (n, v) => `${n.upper} := ${v}`,
  'env.env': (n, v) => `${n.upper}=${v}`,
  'quoted.env': (n, v) => `${n.upper}="${v}"`,
  Dockerfile: (n, v) => `ENV ${n.upper}=${v}`,
  'docker-compose.yml': (n, v) => `      - ${n.upper}=${v}`,
  'yaml.yaml': (n, v) => `  ${n.snake}: ${v}`,
  'quoted.yml': (n, v) => `  ${n.camel}: "${v}"`,
  'kubernetes.yaml': (n, v) => `        - name: ${n.upper}\n          value: "${v}"`,
  'json.json': (n, v) => `  "${n.camel}": "${v}",`,
  'line.json': (n, v) => `{"id":7,"${n.snake}":"${v}","on":true}`,
  'reversed.json': (n, v) => `{"value": "${v}", "name": "${n.upper}"}`,
  'toml.toml': (n, v) => `${n.snake} = "${v}"`,
  'ini.ini': (n, v) => `${n.snake} = ${v}`,
  'properties.properties': (n, v) => `${n.dotted}=${v}`,
  'xml.xml': (n, v) => `    <${n.camel}>${v}</${n.camel}>`,
  'plist.plist': (n, v) => `\t<key>${n.pascal}</key>\n\t<string>${v}</string>`,
  'strings.xml': (n, v) => `    <string name="${n.snake}">${v}</string>`,
  'attributes.xml': (n, v) => `    <string name="${n.snake}" translatable="false">${v}</string>`,
  'manifest.xml': (n, v) => `  <meta-data android:name="com.acme.${n.pascal}" android:value="${v}" />`,
  'terraform.tf': (n, v) => `  ${n.snake} = "${v}"`,
  'terraform.tfvars': (n, v) => `${n.snake}="${v}"`,
  'sql.sql': (n, v) => `INSERT INTO settings (name, value) VALUES ('${n.snake}', '${v}');`,
  'html.html': (n, v) => `<input type="hidden" name="${n.snake}" value="${v}">`,
  'markdown.md': (n, v) => `Set \`${n.upper}=${v}\` before the first start.`,
  'log.log': (n, v) => `2024-05-06T07:08:09Z INFO start ${n.snake}=${v} pid=17`,
  'history.txt': (n, v) => `tool deploy --${n.kebab} ${v} --region eu-west-1`,
  'url.txt': (n, v) => `GET https://api.corp.example.net/v1/items?${n.snake}=${v}&limit=5`,
};
