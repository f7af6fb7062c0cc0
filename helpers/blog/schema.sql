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

INSERT INTO users (name, email, role, password)
SELECT column1, column1 || '@blog.test', column2, 'scrypt:32768:8:1$d6uw0QQQ6LCGMKzj$5dfcf6b5d0b97c9b950b3f9c106b32a1ef681579aed9eccd972ac53bfff6d07a289f9d48bf5a33be65dee3df92a065de4990aa5b98d776aceea142b5f60175ce'
FROM (VALUES ('ann', 'author'), ('mallory', 'author'), ('admin', 'admin'));

INSERT INTO posts (author, title, body, key) VALUES
  (1, 'Introduction to Flask', 'Flask is a micro web framework.', NULL),
  (1, 'Headers', 'A response has more than a body.', NULL),
  (1, 'Cookies', 'A cookie is a secret that travels.', NULL),
  (1, 'Forms', 'A form may lead anywhere.', NULL),
  (1, 'Not yet public', 'We move to this city: https://evil.test/article', 'Wq7-only-for-my-sister');
