/** Bills of materials of made-up images, in the shapes that two tools write. */

const digest = `sha256:${"d".repeat(64)}`;

/** As syft writes it, of an image with an old system and a NumPy where the application goes. */
export function systemImage(name: string): object {
  const rpm = (of: string, version: string, qualifiers: string) => ({
    "bom-ref": `pkg:rpm/centos/${of}@${version}?${qualifiers}&package-id=1`,
    type: "library",
    name: of,
    version,
    purl: `pkg:rpm/centos/${of}@${version}?${qualifiers}&distro=centos-7`,
    properties: [
      { name: "syft:package:foundBy", value: "rpm-db-cataloger" },
      { name: "syft:location:0:path", value: "/var/lib/rpm/Packages" },
    ],
  });
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: "urn:uuid:00000000-0000-4000-8000-000000000000",
    version: 1,
    metadata: {
      timestamp: "2026-11-20T08:00:00Z",
      tools: { components: [{ type: "application", author: "anchore", name: "syft", version: "1.0.0" }] },
      component: { "bom-ref": "1", type: "container", name, version: digest },
    },
    components: [
      rpm("glibc", "2.17-326.el7_9", "arch=x86_64&upstream=glibc-2.17-326.el7_9.src.rpm"),
      rpm("git", "1.8.3.1-25.el7_9", "arch=x86_64"),
      rpm("openssl-libs", "1.0.2k-26.el7_9", "arch=x86_64&epoch=1"),
      {
        "bom-ref": "2",
        type: "library",
        name: "numpy",
        version: "1.20.3",
        purl: "pkg:pypi/numpy@1.20.3",
        properties: [
          { name: "syft:package:type", value: "python" },
          {
            name: "syft:location:0:path",
            value: "/opt/app-root/lib/python3.11/site-packages/numpy-1.20.3.dist-info/METADATA",
          },
        ],
      },
      { "bom-ref": "3", type: "operating-system", name: "centos", version: "7" },
      { "bom-ref": "4", type: "file", name: "/etc/hosts" },
    ],
  };
}

/** As Trivy writes it, of an image of Debian. */
export const debianImage = {
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: {
    timestamp: "2026-11-21T00:00:00+00:00",
    component: {
      "bom-ref": "a",
      type: "container",
      name: "python:3.11-slim",
      purl: `pkg:oci/python@${encodeURIComponent(digest)}?arch=amd64&repository_url=index.docker.io%2Flibrary%2Fpython`,
      properties: [
        { name: "aquasecurity:trivy:ImageID", value: `sha256:${"1".repeat(64)}` },
        { name: "aquasecurity:trivy:RepoTag", value: "python:3.11-slim" },
        { name: "aquasecurity:trivy:RepoDigest", value: `python@${digest}` },
      ],
    },
  },
  components: [
    {
      "bom-ref": "b",
      type: "library",
      name: "libc6",
      version: "2.36-9+deb12u4",
      purl: "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12.5",
      properties: [{ name: "aquasecurity:trivy:PkgType", value: "debian" }],
    },
    {
      "bom-ref": "c",
      type: "library",
      name: "Flask_SQLAlchemy",
      version: "3.1.1",
      purl: "pkg:pypi/flask-sqlalchemy@3.1.1",
      properties: [
        {
          name: "aquasecurity:trivy:FilePath",
          value: "usr/local/lib/python3.11/site-packages/flask_sqlalchemy-3.1.1.dist-info/METADATA",
        },
      ],
    },
  ],
};
