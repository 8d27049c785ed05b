/* SPDX-License-Identifier: MIT */
/*
 * The corpus file's schema and every statement run on it.  docs/corpus-format.md explains each table;
 * a change here changes STORE_VERSION there and in store.h.  A file's schema is compared with this text
 * letter by letter (store_check.c), so a table that is in use is never written in another way.
 */
#include "corpus/store.h"

const char store_schema[] =
    "CREATE TABLE documents ("
    "  doc INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL,"
    "  hash TEXT NOT NULL,"
    "  record TEXT NOT NULL,"
    "  version INTEGER NOT NULL,"
    "  labelling INTEGER NOT NULL CHECK (labelling IN (0, 1, 2)),"
    "  lang TEXT,"
    "  date TEXT,"
    "  grp TEXT,"
    "  codes TEXT,"
    "  fields TEXT,"
    "  title TEXT NOT NULL,"
    "  text TEXT NOT NULL"
    ") STRICT;"
    "CREATE UNIQUE INDEX documents_id ON documents (id);"

    "CREATE TABLE labels ("
    "  label_no INTEGER PRIMARY KEY,"
    "  label TEXT NOT NULL UNIQUE"
    ") STRICT;"

    "CREATE TABLE gold ("
    "  doc INTEGER NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,"
    "  label_no INTEGER NOT NULL REFERENCES labels (label_no),"
    "  maybe INTEGER NOT NULL CHECK (maybe IN (0, 1)),"
    "  PRIMARY KEY (doc, label_no)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE runs ("
    "  run INTEGER PRIMARY KEY,"
    "  model_hash TEXT NOT NULL,"
    "  settings TEXT NOT NULL,"
    "  single INTEGER NOT NULL CHECK (single IN (0, 1)),"
    "  command TEXT,"
    "  fuda TEXT NOT NULL,"
    "  icu TEXT NOT NULL,"
    "  mecab TEXT NOT NULL,"
    "  dictionary TEXT NOT NULL,"
    "  taxonomy_hash TEXT NOT NULL,"
    "  taxonomy_version TEXT NOT NULL,"
    "  used INTEGER NOT NULL,"
    "  documents INTEGER NOT NULL,"
    "  started TEXT NOT NULL,"
    "  finished TEXT"
    ") STRICT;"

    "CREATE TABLE results ("
    "  run INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,"
    "  doc INTEGER NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,"
    "  hash TEXT NOT NULL,"
    "  lang TEXT NOT NULL,"
    "  tag TEXT NOT NULL,"
    "  abstain TEXT,"
    "  tokens INTEGER NOT NULL,"
    "  PRIMARY KEY (run, doc)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE predictions ("
    "  run INTEGER NOT NULL,"
    "  doc INTEGER NOT NULL,"
    "  label_no INTEGER NOT NULL REFERENCES labels (label_no),"
    "  p REAL NOT NULL,"
    "  decided INTEGER NOT NULL CHECK (decided IN (0, 1)),"
    "  PRIMARY KEY (run, doc, label_no),"
    "  FOREIGN KEY (run, doc) REFERENCES results (run, doc) ON DELETE CASCADE"
    ") STRICT, WITHOUT ROWID;";

/* Everything version 2 has beside the tables of version 1, which it leaves as they are. */
const char store_schema_2[] =
    /* What the state of the search index and the marks of near-duplicates depend on. */
    "CREATE TABLE settings ("
    "  name TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    /* Near-duplicates: hash is the document's when its signature was made; cluster is the smallest
     * number in the cluster, NULL while it is not known. */
    "CREATE TABLE duplicates ("
    "  doc INTEGER PRIMARY KEY REFERENCES documents (doc) ON DELETE CASCADE,"
    "  hash TEXT NOT NULL,"
    "  signature BLOB NOT NULL,"
    "  cluster INTEGER"
    ") STRICT;"
    "CREATE INDEX duplicates_cluster ON duplicates (cluster);"

    /* Which part of a split a document belongs to, for good. */
    "CREATE TABLE splits ("
    "  split TEXT NOT NULL,"
    "  doc INTEGER NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,"
    "  part TEXT NOT NULL,"
    "  PRIMARY KEY (split, doc)"
    ") STRICT, WITHOUT ROWID;"

    /* Documents in the search index, and the texts of those that have changed since. */
    "CREATE TABLE search_docs ("
    "  doc INTEGER PRIMARY KEY"
    ") STRICT;"
    "CREATE TABLE search_old ("
    "  doc INTEGER PRIMARY KEY,"
    "  title TEXT NOT NULL,"
    "  text TEXT NOT NULL"
    ") STRICT;"

    "CREATE VIEW latest_run AS"
    "  SELECT run FROM runs ORDER BY used DESC, run DESC LIMIT 1;"

    "CREATE VIEW tagged AS"
    "  SELECT d.id AS id, d.title AS title, l.label AS label, p.p AS p"
    "  FROM latest_run u"
    "  JOIN predictions p ON p.run = u.run AND p.decided = 1"
    "  JOIN documents d ON d.doc = p.doc"
    "  JOIN results r ON r.run = p.run AND r.doc = p.doc AND r.hash = d.hash"
    "  JOIN labels l ON l.label_no = p.label_no;"

    "CREATE VIEW label_counts AS"
    "  SELECT l.label AS label, coalesce(g.n, 0) AS gold, coalesce(t.n, 0) AS tagged"
    "  FROM labels l"
    "  LEFT JOIN (SELECT label_no, count(*) AS n FROM gold WHERE maybe = 0 GROUP BY label_no) g"
    "    ON g.label_no = l.label_no"
    "  LEFT JOIN (SELECT label, count(*) AS n FROM tagged GROUP BY label) t ON t.label = l.label"
    "  ORDER BY l.label;"

    "CREATE VIEW near_duplicates AS"
    "  SELECT u.cluster AS cluster, d.id AS id, d.title AS title, u.hash = d.hash AS current"
    "  FROM duplicates u JOIN documents d ON d.doc = u.doc"
    "  WHERE EXISTS (SELECT 1 FROM duplicates o WHERE o.cluster = u.cluster AND o.doc <> u.doc)"
    "  ORDER BY u.cluster, u.doc;"

    "CREATE VIEW run_counts AS"
    "  SELECT r.run AS run, count(s.doc) AS documents,"
    "    coalesce(sum(EXISTS (SELECT 1 FROM predictions p"
    "      WHERE p.run = s.run AND p.doc = s.doc AND p.decided = 1)), 0) AS tagged,"
    "    count(s.abstain) AS abstained, coalesce(sum(s.hash <> d.hash), 0) AS outdated"
    "  FROM runs r LEFT JOIN results s ON s.run = r.run LEFT JOIN documents d ON d.doc = s.doc"
    "  GROUP BY r.run;";

#define EXPORT_COLUMNS                                                                                       \
    "d.doc, d.id, d.title, d.text, d.lang, d.date, d.grp, d.codes, d.fields, d.labelling,"                  \
    " r.doc IS NOT NULL, r.abstain, r.lang"
#define EXPORT_RESULT " LEFT JOIN results r ON r.run = ?1 AND r.doc = d.doc AND r.hash = d.hash"
#define EXPORT_WANTED "(?2 = 0 OR (?2 = 1 AND d.labelling <> 0) OR (?2 = 2 AND r.doc IS NOT NULL))"

const char *const store_queries[STORE_NQUERY] = {
    [STORE_BEGIN] = "BEGIN IMMEDIATE",
    [STORE_BEGIN_READ] = "BEGIN",
    [STORE_COMMIT] = "COMMIT",
    [STORE_LABEL_ADD] = "INSERT INTO labels (label) VALUES (?1) ON CONFLICT DO NOTHING",
    [STORE_LABEL_FIND] = "SELECT label_no FROM labels WHERE label = ?1",

    [STORE_DOC_FIND] = "SELECT doc, hash, record, labelling FROM documents WHERE id = ?1",
    /* An unlabelled copy of a document does not take its labels away. */
    [STORE_DOC_ADD] =
        "INSERT INTO documents (id, hash, record, version, labelling, lang, date, grp, codes, fields,"
        " title, text) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STORE_DOC_CHANGE] = "UPDATE documents SET hash = ?2, record = ?3, version = version + 1, labelling = ?4,"
                         " lang = ?5, date = ?6, grp = ?7, codes = ?8, fields = ?9, title = ?10, text = ?11"
                         " WHERE id = ?1",
    [STORE_DOC_TOUCH] = "UPDATE documents SET version = version + 1, labelling = ?2 WHERE doc = ?1",
    [STORE_GOLD_CLEAR] = "DELETE FROM gold WHERE doc = ?1",
    /* A label that is given is no longer arguable. */
    [STORE_GOLD_ADD] = "INSERT INTO gold (doc, label_no, maybe) VALUES (?1, ?2, ?3)"
                       " ON CONFLICT (doc, label_no) DO UPDATE SET maybe = min(maybe, excluded.maybe)",
    [STORE_GOLD_LIST] = "SELECT l.label, g.maybe FROM gold g JOIN labels l ON l.label_no = g.label_no"
                        " WHERE g.doc = ?1 ORDER BY l.label",

    [STORE_SEARCH_KEEP_OLD] = "INSERT INTO search_old (doc, title, text) SELECT d.doc, d.title, d.text"
                              " FROM documents d JOIN search_docs s ON s.doc = d.doc WHERE d.doc = ?1"
                              " ON CONFLICT DO NOTHING",

    [STORE_GOLD_PUT] = "INSERT INTO gold (doc, label_no, maybe) VALUES (?1, ?2, ?3)"
                       " ON CONFLICT (doc, label_no) DO UPDATE SET maybe = excluded.maybe",
    [STORE_GOLD_DROP] = "DELETE FROM gold WHERE doc = ?1 AND label_no ="
                        " (SELECT label_no FROM labels WHERE label = ?2)",
    [STORE_GOLD_CLEAR_SURE] = "DELETE FROM gold WHERE doc = ?1 AND maybe = ?2",
    [STORE_GOLD_HAS_SURE] = "SELECT 1 FROM gold WHERE doc = ?1 AND maybe = 0",
    [STORE_GOLD_ACCEPTABLE] = "SELECT u.run, u.single FROM runs u JOIN results r ON r.run = u.run AND r.doc = ?1"
                              " JOIN documents d ON d.doc = r.doc AND d.hash = r.hash"
                              " WHERE (?2 = 0 OR u.run = ?2) AND r.abstain IS NULL"
                              " ORDER BY u.used DESC, u.run DESC LIMIT 1",
    [STORE_GOLD_ACCEPT] = "INSERT INTO gold (doc, label_no, maybe) SELECT doc, label_no, 0 FROM predictions"
                          " WHERE doc = ?1 AND run = ?2 AND decided = 1",

    [STORE_RUN_FIND] = "SELECT run FROM runs WHERE model_hash = ?1 AND settings = ?2"
                       " ORDER BY run DESC LIMIT 1",
    [STORE_RUN_ADD] =
        "INSERT INTO runs (model_hash, settings, single, command, fuda, icu, mecab, dictionary,"
        " taxonomy_hash, taxonomy_version, used, documents, started) VALUES (?1, ?2, ?3, ?4, ?5, ?6,"
        " ?7, ?8, ?9, ?10, (SELECT coalesce(max(used), 0) + 1 FROM runs), 0,"
        " strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
    [STORE_RUN_USE] = "UPDATE runs SET used = (SELECT max(used) + 1 FROM runs)"
                      " WHERE run = ?1 AND used < (SELECT max(used) FROM runs)",
    [STORE_RUN_GROW] = "UPDATE runs SET documents = documents + ?2, finished = NULL WHERE run = ?1",
    [STORE_RUN_FINISH] = "UPDATE runs SET finished = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
                         " WHERE run = ?1 AND finished IS NULL",
    [STORE_DOC_COUNT] = "SELECT count(*) FROM documents",
    [STORE_TODO_COUNT] = "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM results r"
                         " WHERE r.run = ?1 AND r.doc = d.doc AND r.hash = d.hash)",
    [STORE_TODO_LIST] = "SELECT d.doc, d.id, d.hash, d.lang, d.codes, d.title, d.text FROM documents d"
                        " WHERE d.doc > ?2 AND NOT EXISTS (SELECT 1 FROM results r"
                        "  WHERE r.run = ?1 AND r.doc = d.doc AND r.hash = d.hash) ORDER BY d.doc",
    [STORE_RESULT_CLEAR] = "DELETE FROM results WHERE run = ?1 AND doc = ?2",
    [STORE_RESULT_ADD] = "INSERT INTO results (run, doc, hash, lang, tag, abstain, tokens)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STORE_PREDICTION_CLEAR] = "DELETE FROM predictions WHERE run = ?1 AND doc = ?2",
    [STORE_PREDICTION_ADD] = "INSERT INTO predictions (run, doc, label_no, p, decided)"
                             " VALUES (?1, ?2, ?3, ?4, ?5)",

    [STORE_RUN_LATEST] = "SELECT run FROM runs ORDER BY used DESC, run DESC LIMIT 1",
    [STORE_RUN_GET] = "SELECT single, model_hash, settings, fuda, dictionary, taxonomy_hash,"
                       " taxonomy_version FROM runs WHERE run = ?1",
    /* ?2: 0 every document, 1 labelled ones, 2 classified ones.  The index gives the order, so that
     * nothing is sorted and memory stays constant. */
    [STORE_EXPORT_LIST] = "SELECT " EXPORT_COLUMNS ", 0 FROM documents d INDEXED BY documents_id" EXPORT_RESULT
                          " WHERE " EXPORT_WANTED " ORDER BY d.id",
    [STORE_EXPORT_PLANNED] = "SELECT " EXPORT_COLUMNS ", p.part FROM documents d INDEXED BY documents_id"
                             " JOIN temp.plan p ON p.doc = d.doc" EXPORT_RESULT " ORDER BY d.id",
    [STORE_EXPORT_SHAPE] = "SELECT EXISTS (SELECT 1 FROM documents WHERE labelling = 1),"
                           " EXISTS (SELECT 1 FROM documents WHERE labelling = 2),"
                           " EXISTS (SELECT 1 FROM gold WHERE maybe = 1)",
    [STORE_EXPORT_LABELS] = "SELECT label FROM labels WHERE label_no IN (SELECT label_no FROM gold UNION"
                            " SELECT label_no FROM predictions WHERE run = ?1 AND"
                            " CASE WHEN ?2 > 0 THEN p >= ?2 ELSE decided END) ORDER BY label",
    [STORE_PREDICTION_LIST] =
        "SELECT l.label, p.p FROM predictions p JOIN labels l ON l.label_no = p.label_no"
        " WHERE p.run = ?1 AND p.doc = ?2 AND CASE WHEN ?3 > 0 THEN p.p >= ?3 ELSE p.decided END"
        " ORDER BY p.p DESC, l.label",

    [STORE_RATES_THERE] = "SELECT 1 FROM sqlite_schema WHERE name = 'run_rates' AND type = 'table'",
    [STORE_RATES_SUM] = "SELECT count(*), coalesce(sum(tp), 0), coalesce(sum(fp), 0), coalesce(sum(fn), 0)"
                        " FROM run_rates WHERE run = ?1 AND lang = ''",
    [STORE_PLAN_SOURCE] = "SELECT d.doc, d.id, d.labelling, r.doc IS NOT NULL, r.abstain, d.grp, d.date,"
                          " u.cluster FROM documents d" EXPORT_RESULT
                          " LEFT JOIN duplicates u ON u.doc = d.doc AND u.hash = d.hash WHERE " EXPORT_WANTED
                          " ORDER BY d.doc",
    [STORE_PLAN_ADD] = "INSERT INTO temp.plan (doc, hash, unit, state, grp, date, cluster)"
                       " VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6)",
    [STORE_PLAN_BY_HASH] = "SELECT doc, state FROM temp.plan ORDER BY hash, doc",
    [STORE_PLAN_DROP] = "DELETE FROM temp.plan WHERE doc = ?1",
    [STORE_PLAN_SAMPLE] = "DELETE FROM temp.plan WHERE doc NOT IN"
                          " (SELECT doc FROM temp.plan ORDER BY hash, doc LIMIT ?1)",
    [STORE_PLAN_COUNT] = "SELECT count(*) FROM temp.plan",
    /* Documents of one group, or one cluster, get the smallest unit among them; again and again, until
     * nothing changes. */
    [STORE_PLAN_JOIN_GROUPS] = "UPDATE temp.plan SET unit = g.least FROM (SELECT grp AS g, min(unit) AS least"
                               " FROM temp.plan WHERE grp IS NOT NULL GROUP BY grp HAVING min(unit) < max(unit)) g"
                               " WHERE grp = g.g AND unit > g.least",
    [STORE_PLAN_JOIN_CLUSTERS] =
        "UPDATE temp.plan SET unit = g.least FROM (SELECT cluster AS c, min(unit) AS least FROM temp.plan"
        " WHERE cluster IS NOT NULL GROUP BY cluster HAVING min(unit) < max(unit)) g"
        " WHERE cluster = g.c AND unit > g.least",
    [STORE_PLAN_UNITS] = "INSERT INTO temp.units (unit, hash, rarity) SELECT unit, min(hash), 0"
                         " FROM temp.plan GROUP BY unit",
    [STORE_PLAN_KEPT] = "SELECT p.unit, s.part FROM temp.plan p JOIN splits s ON s.split = ?1 AND s.doc = p.doc"
                        " ORDER BY p.unit, p.doc",
    [STORE_PLAN_FIX] = "UPDATE temp.units SET part = ?2 WHERE unit = ?1",
    [STORE_PLAN_BY_UNIT] = "SELECT p.doc, p.state, p.unit, u.part FROM temp.plan p"
                           " JOIN temp.units u ON u.unit = p.unit ORDER BY p.unit, p.doc",
    [STORE_PLAN_RARITY] = "UPDATE temp.units SET rarity = ?2 WHERE unit = ?1",
    [STORE_PLAN_FREE] = "SELECT p.doc, p.state, p.unit FROM temp.units u JOIN temp.plan p ON p.unit = u.unit"
                        " WHERE u.part IS NULL ORDER BY u.rarity, u.hash, u.unit, p.doc",
    [STORE_PLAN_ASSIGN] = "UPDATE temp.plan SET part = ?2 WHERE unit = ?1",
    [STORE_PLAN_ASSIGN_FIXED] = "UPDATE temp.plan SET part = u.part FROM temp.units u"
                                " WHERE u.unit = plan.unit AND u.part IS NOT NULL",
    [STORE_PLAN_DATES] = "SELECT unit, max(date) FROM temp.plan GROUP BY unit",
    [STORE_PLAN_DROP_UNIT] = "DELETE FROM temp.plan WHERE unit = ?1",
    [STORE_PLAN_LIST] = "SELECT doc, part FROM temp.plan",
    [STORE_SPLIT_KEEP] = "INSERT INTO splits (split, doc, part) VALUES (?1, ?2, ?3)"
                         " ON CONFLICT (split, doc) DO UPDATE SET part = excluded.part WHERE part <> excluded.part",

    [STORE_DEDUP_LEFT] = "SELECT count(*) FROM documents d WHERE NOT EXISTS"
                         " (SELECT 1 FROM duplicates u WHERE u.doc = d.doc AND u.hash = d.hash)",
    [STORE_DEDUP_TODO] = "SELECT d.doc, d.hash, d.title, d.text, d.lang FROM documents d WHERE d.doc > ?1 AND"
                         " NOT EXISTS (SELECT 1 FROM duplicates u WHERE u.doc = d.doc AND u.hash = d.hash)"
                         " ORDER BY d.doc",
    [STORE_DEDUP_SIGN] = "INSERT INTO duplicates (doc, hash, signature) VALUES (?1, ?2, ?3) ON CONFLICT (doc) DO"
                         " UPDATE SET hash = excluded.hash, signature = excluded.signature, cluster = NULL",
    [STORE_DEDUP_SIGNATURES] = "SELECT doc, signature FROM duplicates ORDER BY doc",
    [STORE_DEDUP_SIGNATURE] = "SELECT signature FROM duplicates WHERE doc = ?1",
    [STORE_DEDUP_BAND] = "INSERT INTO temp.bands (hash, doc) VALUES (?1, ?2)",
    [STORE_DEDUP_CROWDS] = "SELECT hash, doc FROM temp.bands ORDER BY hash, doc",
    [STORE_DEDUP_CLUSTER] = "UPDATE duplicates SET cluster = ?2 WHERE doc = ?1 AND cluster IS NOT ?2",

    [STORE_DIFF_COUNT] =
        "SELECT count(b.doc), coalesce(sum(a.hash <> b.hash), 0), coalesce(sum(b.doc IS NULL), 0),"
        " (SELECT count(*) FROM results o WHERE o.run = ?2 AND NOT EXISTS"
        "  (SELECT 1 FROM results n WHERE n.run = ?1 AND n.doc = o.doc))"
        " FROM results a LEFT JOIN results b ON b.run = ?2 AND b.doc = a.doc WHERE a.run = ?1",
    [STORE_DIFF_LIST] =
        "SELECT d.doc, d.id, d.title, d.text, d.lang, d.codes, a.hash = b.hash FROM results a"
        " JOIN results b ON b.run = ?2 AND b.doc = a.doc JOIN documents d ON d.doc = a.doc"
        " WHERE a.run = ?1 AND a.doc > ?3 AND (EXISTS (SELECT 1 FROM predictions p WHERE p.run = ?1 AND"
        " p.doc = a.doc AND p.decided = 1 AND NOT EXISTS (SELECT 1 FROM predictions q WHERE q.run = ?2 AND"
        " q.doc = p.doc AND q.label_no = p.label_no AND q.decided = 1)) OR EXISTS (SELECT 1 FROM predictions q"
        " WHERE q.run = ?2 AND q.doc = a.doc AND q.decided = 1 AND NOT EXISTS (SELECT 1 FROM predictions p"
        " WHERE p.run = ?1 AND p.doc = q.doc AND p.label_no = q.label_no AND p.decided = 1)))"
        " ORDER BY a.doc",
    [STORE_DIFF_LABELS] =
        "SELECT l.label, coalesce(p.p, 0), coalesce(q.p, 0), coalesce(p.decided, 0), coalesce(q.decided, 0)"
        " FROM labels l LEFT JOIN predictions p ON p.run = ?1 AND p.doc = ?3 AND p.label_no = l.label_no"
        " LEFT JOIN predictions q ON q.run = ?2 AND q.doc = ?3 AND q.label_no = l.label_no"
        " WHERE coalesce(p.decided, 0) <> coalesce(q.decided, 0) ORDER BY l.label",

    [STORE_SETTING_GET] = "SELECT value FROM settings WHERE name = ?1",
    [STORE_SETTING_SET] = "INSERT INTO settings (name, value) VALUES (?1, ?2)"
                          " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [STORE_SEARCH_OLD_LIST] = "SELECT doc, title, text FROM search_old ORDER BY doc LIMIT ?1",
    [STORE_SEARCH_OLD_DROP] = "DELETE FROM search_old WHERE doc = ?1",
    [STORE_SEARCH_DOCS_DROP] = "DELETE FROM search_docs WHERE doc = ?1",
    [STORE_SEARCH_DELETE] = "INSERT INTO search (search, rowid, title, text) VALUES ('delete', ?1, ?2, ?3)",
    [STORE_SEARCH_TODO] = "SELECT d.doc, d.title, d.text FROM documents d WHERE d.doc > ?1 AND NOT EXISTS"
                          " (SELECT 1 FROM search_docs s WHERE s.doc = d.doc) ORDER BY d.doc",
    [STORE_SEARCH_LEFT] = "SELECT (SELECT count(*) FROM documents d WHERE NOT EXISTS"
                          " (SELECT 1 FROM search_docs s WHERE s.doc = d.doc)) + (SELECT count(*) FROM search_old)",
    [STORE_SEARCH_ADD] = "INSERT INTO search (rowid, title, text) VALUES (?1, ?2, ?3)",
    [STORE_SEARCH_DONE] = "INSERT INTO search_docs (doc) VALUES (?1)",
    [STORE_SEARCH_HITS] = "SELECT fuda_hits(search) FROM search WHERE search MATCH ?1 AND rowid = ?2",
};
