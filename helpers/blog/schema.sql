CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  password TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT 'author' CHECK (role IN ('author', 'admin'))
);

CREATE TABLE images (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  bytes BLOB NOT NULL
);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  author INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  image INTEGER REFERENCES images,
  key TEXT UNIQUE
);

CREATE TABLE comments (
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
  author INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  body TEXT NOT NULL
);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  body TEXT NOT NULL
);

-- These hashes are cheap, so that a lesson is quick; whoever registers gets Werkzeug's own.
INSERT INTO users (name, email, role, password)
SELECT column1, column1 || '@blog.test', column2, 'scrypt:1024:8:1$K1zE2h4gFvzhxnLE$69b164eede199dcc365addef37782b3606b3c0c311e29cfddec9b9a4f2eb6f026ffa390b20abede2b810c3a1f07af25ffded8cc385db98491fea4f9a335bb25f'
FROM (VALUES ('ann', 'author'), ('mallory', 'author'), ('admin', 'admin'));

INSERT INTO posts (author, title, body, key) VALUES
  (1, 'Introduction to Flask', 'Flask is a micro web framework.', NULL),
  (1, 'Headers', 'A response has more than a body.', NULL),
  (1, 'Cookies', 'A cookie is a secret that travels.', NULL),
  (1, 'Forms', 'A form may lead anywhere.', NULL),
  (1, 'Not yet public', 'We move to this city: https://evil.test/article', 'Wq7-only-for-my-sister');
