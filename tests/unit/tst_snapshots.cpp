#include <QTest>
#include <optional>
#include <utility>
#include <vector>

#include "server/node/snapshots.h"

using namespace lk::node;

namespace {

struct Fixture {
  std::vector<std::pair<std::size_t, to_io::Collect>> asked;
  std::optional<Snapshot> got;
  Snapshots snapshots{[this](std::size_t thread, const to_io::Collect& what) { asked.emplace_back(thread, what); }};

  void fetch(const SnapshotRequest& request) {
    asked.clear();
    got.reset();
    snapshots.fetch(request, 2, [this](const SnapshotRequest&, Snapshot snapshot) { got = std::move(snapshot); });
  }
  // The answer to what was asked.
  void answer(std::size_t which, std::uint64_t version, bool all, const QList<quint64>& sessions,
              const QList<quint64>& closed = {}) {
    to_node::Collected collected{asked.at(which).second.request, asked.at(which).first, version, all, {}, closed};
    for (const quint64 session : sessions) {
      SessionRow row;
      row.session = session;
      collected.rows.push_back(row);
    }
    snapshots.take(collected);
  }
};

}  // namespace

class TestSnapshots : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyThreadTellsItsSessions() {
    Fixture f;
    f.fetch({});
    QCOMPARE(f.asked.size(), std::size_t{2});
    QCOMPARE(f.asked[0].second.since, std::uint64_t{0});
    f.answer(1, 20, true, {2, 3});
    QVERIFY(!f.got);
    f.answer(0, 10, true, {1});
    QVERIFY(f.got.has_value());
    QVERIFY(f.got->allSessions);
    QCOMPARE(f.got->sessions.size(), 3);
    QCOMPARE(f.got->cursor.sessions, (QList<quint64>{10, 20}));
  }

  void thenOnlyWhatIsNew() {
    Fixture f;
    SnapshotRequest request;
    request.since.sessions = {10, 20};
    f.fetch(request);
    QCOMPARE(f.asked[0].second.since, std::uint64_t{10});
    QCOMPARE(f.asked[1].second.since, std::uint64_t{20});
    f.answer(0, 11, false, {4});
    f.answer(1, 21, false, {}, {2});
    QVERIFY(f.got.has_value());
    QVERIFY(!f.got->allSessions);
    QCOMPARE(f.got->sessions.size(), 1);
    QCOMPARE(f.got->closed, QList<quint64>{2});
  }

  // One thread no longer knows what it closed; what is told of one and new of another can't be told together.
  void allTellAllIfOneHasTo() {
    Fixture f;
    SnapshotRequest request;
    request.since.sessions = {10, 20};
    f.fetch(request);
    f.answer(0, 11, true, {1, 4});
    f.answer(1, 21, false, {}, {2});
    QVERIFY(!f.got);
    QCOMPARE(f.asked.size(), std::size_t{4});
    QCOMPARE(f.asked[2].second.since, std::uint64_t{0});
    QCOMPARE(f.asked[3].second.since, std::uint64_t{0});
    f.answer(2, 12, true, {1, 4});
    f.answer(3, 22, true, {3});
    QVERIFY(f.got.has_value());
    QVERIFY(f.got->allSessions);
    QCOMPARE(f.got->sessions.size(), 3);
    QVERIFY(f.got->closed.isEmpty());
  }

  // As of a life with another number of threads.
  void aCursorOfSomethingElseGetsAll() {
    Fixture f;
    SnapshotRequest request;
    request.since.sessions = {10, 20, 30};
    f.fetch(request);
    QCOMPARE(f.asked[0].second.since, std::uint64_t{0});
  }

  void whoAsksForNoSessionsWaitsForNobody() {
    Fixture f;
    SnapshotRequest request;
    request.sessions = false;
    request.since.sessions = {10, 20};
    f.fetch(request);
    QVERIFY(f.asked.empty());
    QVERIFY(f.got.has_value());
    QCOMPARE(f.got->cursor.sessions, request.since.sessions);
  }

  void severalAreGatheredAtATime() {
    Fixture f;
    f.fetch({});
    const auto first = f.asked;
    f.fetch({});
    QVERIFY(first[0].second.request != f.asked[0].second.request);
    f.answer(0, 10, true, {1});
    f.answer(1, 20, true, {2});
    QCOMPARE(f.got->sessions.size(), 2);
    f.got.reset();
    f.answer(0, 10, true, {1});
    QVERIFY2(!f.got, "of one that is done");
    f.asked = first;
    f.answer(0, 10, true, {1});
    f.answer(1, 20, true, {2});
    QCOMPARE(f.got->sessions.size(), 2);
  }
};

QTEST_APPLESS_MAIN(TestSnapshots)
#include "tst_snapshots.moc"
