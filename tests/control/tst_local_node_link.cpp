// The link of a console to a node of this machine: how it comes, is refused and is lost, and what becomes of requests
// then.
#include <QLocalServer>
#include <QLocalSocket>
#include <QTest>

#include "server/node/control_line.h"
#include "tests/control/examples.h"
#include "tests/control/local_node_control_test.h"

using namespace lk::node;
using namespace lk::test;
using State = NodeControl::State;

class LocalNodeLinkTest : public LocalNodeControlTest {
  Q_OBJECT

 private Q_SLOTS:
  void connectsAndKnowsTheNode();
  void requestsMayComeBeforeTheLink();
  void nobodyListens();
  void silentNodeIsGivenUp();
  void strangeAnswersLoseTheLink_data();
  void strangeAnswersLoseTheLink();
  void nodeThatLeavesBeforeHello();
  void strayLinesArePassedOver();
  void nothingComesFromWithinTheCall();
  void lostLinkAnswersEverything();
  void goneContextHearsNothing();
  void goneControlCallsNobody();
};

void LocalNodeLinkTest::connectsAndKnowsTheNode() {
  QCOMPARE(m_control->state(), State::Connecting);
  open();
  QCOMPARE(m_states->size(), 1);
  QVERIFY(m_control->info() == fullInfo());
}

void LocalNodeLinkTest::requestsMayComeBeforeTheLink() {
  QVERIFY(m_server->listen(m_socketName).ok());
  Heard<Snapshot> heard;
  m_control->open();
  m_control->fetch({}, this, heard.take());
  QCOMPARE(heard.times, 0);
  QTRY_COMPARE_WITH_TIMEOUT(heard.times, 1, 10'000);
  QVERIFY(heard.reply->ok());
  QCOMPARE(m_control->state(), State::Connected);

  LocalNodeControl lonely(m_folder->filePath(QStringLiteral("none.sock")));
  Heard<void> refused;
  lonely.open();
  lonely.drain({}, 0, this, refused.take());
  QTRY_COMPARE_WITH_TIMEOUT(refused.times, 1, 10'000);
  QVERIFY(refused.failed());
}

void LocalNodeLinkTest::nobodyListens() {
  m_control->open();
  QVERIFY2(m_states->isEmpty(), "signals come from the event loop, not from within open()");
  QTRY_COMPARE(m_control->state(), State::Lost);
  QCOMPARE(m_states->size(), 1);
  const QString why = m_states->first().at(1).toString();
  QVERIFY2(why.contains(m_socketName) && !why.contains(QLatin1StringView("QLocalSocket")), qPrintable(why));
}

void LocalNodeLinkTest::silentNodeIsGivenUp() {
  speakFor({});
  m_control->open();
  QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), State::Lost, 30'000);
  QVERIFY(m_states->first().at(1).toString().contains(QLatin1StringView("does not answer")));
}

void LocalNodeLinkTest::strangeAnswersLoseTheLink_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("says");
  QTest::newRow("no JSON") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << QStringLiteral("JSON");
  QTest::newRow("an array") << QByteArray("[1]\n") << QStringLiteral("JSON");
  QTest::newRow("an endless line") << QByteArray(kLongestAnswer + 1, 'x') << QStringLiteral("too long");
  QTest::newRow("an error") << QByteArray(R"({"id":1,"error":"this node speaks version 2"})"
                                          "\n")
                            << QStringLiteral("version 2");
  QTest::newRow("wrong info") << QByteArray(R"({"id":1,"info":{"pid":"many"}})"
                                            "\n")
                              << QStringLiteral("'pid'");
}

void LocalNodeLinkTest::strangeAnswersLoseTheLink() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, says);
  speakFor(bytes);
  m_control->open();
  QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), State::Lost, 20'000);
  QCOMPARE(m_states->size(), 1);
  const QString why = m_states->first().at(1).toString();
  QVERIFY2(why.contains(says), qPrintable(why));
}

void LocalNodeLinkTest::nodeThatLeavesBeforeHello() {
  m_stranger = std::make_unique<QLocalServer>();
  connect(m_stranger.get(), &QLocalServer::newConnection, m_stranger.get(),
          [this] { m_stranger->nextPendingConnection()->abort(); });
  QVERIFY(m_stranger->listen(m_socketName));
  m_control->open();
  QTRY_COMPARE(m_control->state(), State::Lost);
  QCOMPARE(m_states->size(), 1);
  const QString why = m_states->first().at(1).toString();
  QVERIFY2(why.contains(QLatin1StringView("node")) && !why.contains(QLatin1StringView("QLocalSocket")),
           qPrintable(why));
}

void LocalNodeLinkTest::strayLinesArePassedOver() {
  speakFor(
      "{\"id\":99}\n{}\n{\"update\":{\"status\":\"finished\"}}\n{\"id\":1,\"info\":{\"id\":\"n7\"}}\n"
      "{\"id\":1,\"info\":{\"id\":\"n8\"}}\n");
  const QSignalSpy updates(m_control.get(), &NodeControl::commandChanged);
  m_control->open();
  QTRY_COMPARE(m_control->state(), State::Connected);
  QCOMPARE(m_control->info().id, QStringLiteral("n7"));
  QCOMPARE(updates.size(), 0);
}

void LocalNodeLinkTest::nothingComesFromWithinTheCall() {
  open();
  Heard<Snapshot> heard;
  m_control->fetch({}, this, heard.take());
  QCOMPARE(heard.times, 0);
  QTRY_COMPARE(heard.times, 1);
  m_server.reset();
  QTRY_COMPARE(m_control->state(), State::Lost);
  m_control->fetch({}, this, heard.take());
  QCOMPARE(heard.times, 1);
  QTRY_COMPARE(heard.times, 2);
  QVERIFY(heard.failed());
}

void LocalNodeLinkTest::lostLinkAnswersEverything() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  open();
  m_node->hold();
  Heard<Snapshot> fetched;
  Heard<KickOutcome> kicked;
  Heard<QStringList> taken;
  Heard<void> drained;
  m_control->fetch({}, this, fetched.take());
  m_control->kick({QStringLiteral("dev-1")}, this, kicked.take());
  QTRY_COMPARE(m_node->held(), 2U);
  m_control->send({command(QStringLiteral("dev-1"))}, this, taken.take());
  m_control->drain({}, 0, this, drained.take());
  m_server.reset();  // before these two are read
  QTRY_COMPARE(m_control->state(), State::Lost);
  QTRY_VERIFY(fetched.times == 1 && kicked.times == 1 && taken.times == 1 && drained.times == 1);
  QVERIFY(fetched.failed() && kicked.failed() && taken.failed() && drained.failed());
  m_node->release();
  QTest::qWait(0);
  QVERIFY(fetched.times == 1 && kicked.times == 1);
}

void LocalNodeLinkTest::goneContextHearsNothing() {
  open();
  Heard<Snapshot> dead;
  Heard<Snapshot> living;
  auto context = std::make_unique<QObject>();
  m_control->fetch({}, context.get(), dead.take());
  m_control->fetch({}, this, living.take());
  context.reset();
  QTRY_COMPARE(living.times, 1);
  QCOMPARE(dead.times, 0);

  context = std::make_unique<QObject>();
  m_node->hold();
  m_control->fetch({}, context.get(), dead.take());
  QTRY_COMPARE(m_node->held(), 1U);
  context.reset();
  m_server.reset();
  QTRY_COMPARE(m_control->state(), State::Lost);
  QCOMPARE(dead.times, 0);

  context = std::make_unique<QObject>();
  m_control->fetch({}, context.get(), dead.take());
  m_control->fetch({}, this, living.take());
  context.reset();
  QTRY_COMPARE(living.times, 2);
  QCOMPARE(dead.times, 0);
}

void LocalNodeLinkTest::goneControlCallsNobody() {
  open();
  m_node->hold();
  Heard<Snapshot> heard;
  m_control->fetch({}, this, heard.take());
  QTRY_COMPARE(m_node->held(), 1U);
  m_control.reset();
  m_node->release();
  QTest::qWait(0);
  QCOMPARE(heard.times, 0);
}

QTEST_GUILESS_MAIN(LocalNodeLinkTest)
#include "tst_local_node_link.moc"
