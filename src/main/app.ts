/**
 * `npm start`: the GitHub App. It says which credentials are missing and what can be tried without any.
 */

const credentials = {
  APP_ID: "the number of the GitHub App",
  PRIVATE_KEY: "the App's private key, PEM",
  WEBHOOK_SECRET: "the secret that GitHub signs deliveries with",
};

const missing = Object.entries(credentials).filter(([name]) => !process.env[name]);
for (const [name, meaning] of missing) process.stderr.write(`missing: ${name} (${meaning})\n`);
process.stderr.write(
  "This version does not serve GitHub yet; `npm run demo` does the App's whole job for a git repository on disk\n",
);
process.exit(2);
