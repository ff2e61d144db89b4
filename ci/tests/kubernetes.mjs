// kubernetes.mjs FOLDER JOB: checks a Job against the schema of Kubernetes, which the npm
// package kubernetes-models in FOLDER has. Prints each error.
import fs from "fs";

const [folder, file] = process.argv.slice(2);
const from = (path) => import(`${folder}/node_modules/${path}`);
const { load } = await from("js-yaml/dist/js-yaml.mjs");
const { validate } = await from("kubernetes-models/_schemas/IoK8sApiBatchV1Job.js");

// It accepts a key that it does not know, but reads only those that it knows.
const unread = new Set();
const watched = (value, path) => {
  if (typeof value !== "object") return value;
  for (const key of Object.keys(value)) {
    unread.add(`${path}/${key}`);
    value[key] = watched(value[key], `${path}/${key}`);
  }
  const get = (target, key) => {
    unread.delete(`${path}/${String(key)}`);
    return target[key];
  };
  return new Proxy(value, { get });
};

validate(watched(load(fs.readFileSync(file, "utf8")), ""));
const errors = (validate.errors ?? []).map((e) => `${e.instancePath} ${e.keyword} ${JSON.stringify(e.params)}`);
errors.push(...[...unread].map((path) => `${path} is not a key of the schema`));
console.log(errors.join("\n"));
process.exit(errors.length ? 1 : 0);
