#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "server/node/control_codec.h"
#include "tests/control/examples.h"

using namespace lk::node;

namespace {

QJsonObject parsed(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

// Over the text, as it passes a socket: numbers that only a QJsonValue keeps would be lost there.
template <typename T>
bool comesBack(const T& value) {
  const QJsonObject json = parsed(QJsonDocument(toJson(value)).toJson(QJsonDocument::Compact));
  T back;
  if (!fromJson(json, back).ok()) return false;
  return back == value && toJson(back) == toJson(value);
}

template <typename T>
bool emptyIsTheDefault() {
  T value;
  return fromJson(QJsonObject(), value).ok() && value == T();
}

template <typename T>
lk::Result<void> readAs(const QJsonObject& json) {
  T value;
  return fromJson(json, value);
}

using ReadAs = lk::Result<void> (*)(const QJsonObject&);

}  // namespace

Q_DECLARE_METATYPE(ReadAs)

class ControlCodecTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTypeComesBack();
  void everyEventWordComesBack();
  void missingMembersAreDefaults();
  void unknownMembersArePassedOver();
  void commandUpdateHasTheBusContractsNames();
  void sessionWithoutLastCloseHasNone();
  void refuses_data();
  void refuses();
};

void ControlCodecTest::everyTypeComesBack() {
  using namespace lk::test;
  QVERIFY(comesBack(fullInfo()));
  QVERIFY(comesBack(fullSession()));
  QVERIFY(comesBack(fullEvent()));
  QVERIFY(comesBack(fullRequest()));
  QVERIFY(comesBack(fullUpdate()));
  QVERIFY(comesBack(fullFigures()));
  QVERIFY(comesBack(fullFrame()));
  QVERIFY(comesBack(fullCursor()));
  QVERIFY(comesBack(SnapshotRequest{false, false, false, true, fullCursor()}));
  QVERIFY(comesBack(fullSnapshot()));
  QVERIFY(comesBack(KickOutcome{{QStringLiteral("a"), QStringLiteral("b")}, {QStringLiteral("c")}}));

  QVERIFY(comesBack(fullReport()));

  QVERIFY(comesBack(NodeInfo()));
  QVERIFY(comesBack(DeviceReport()));
  QVERIFY(comesBack(Snapshot()));
  QVERIFY(comesBack(SnapshotRequest()));
  QVERIFY(comesBack(CommandUpdate()));
}

void ControlCodecTest::everyEventWordComesBack() {
  QStringList words;
  for (int i = 0; i < kEventKinds; ++i) {
    Event event;
    event.kind = static_cast<EventKind>(i);
    QVERIFY(comesBack(event));
    QVERIFY2(!words.contains(toText(event.kind)), "no two kinds share a word");
    words.push_back(toText(event.kind));
  }
  for (const lk::CloseReason reason : lk::kCloseReasons) {
    Event event;
    event.reason = reason;
    QVERIFY(comesBack(event));
  }
  for (const lk::CommandStatus status : lk::kCommandStatuses) {
    CommandUpdate update;
    update.status = status;
    QVERIFY(comesBack(update));
  }
  for (const Severity severity : {Severity::Info, Severity::Warning, Severity::Problem}) {
    Event event;
    event.severity = severity;
    QVERIFY(comesBack(event));
  }
}

void ControlCodecTest::missingMembersAreDefaults() {
  QVERIFY(emptyIsTheDefault<NodeInfo>());
  QVERIFY(emptyIsTheDefault<SessionRow>());
  QVERIFY(emptyIsTheDefault<Event>());
  QVERIFY(emptyIsTheDefault<CommandRequest>());
  QVERIFY(emptyIsTheDefault<CommandUpdate>());
  QVERIFY(emptyIsTheDefault<Figures>());
  QVERIFY(emptyIsTheDefault<TracedFrame>());
  QVERIFY(emptyIsTheDefault<Cursor>());
  QVERIFY(emptyIsTheDefault<SnapshotRequest>());
  QVERIFY(emptyIsTheDefault<Snapshot>());
  QVERIFY(emptyIsTheDefault<KickOutcome>());
}

void ControlCodecTest::unknownMembersArePassedOver() {
  CommandRequest request;
  QVERIFY(fromJson(parsed(R"({"id":"c-1","device":"d","priority":{"of":"a newer console"}})"), request).ok());
  QCOMPARE(request.id, QStringLiteral("c-1"));
  QCOMPARE(request.timeoutS, 10);
}

void ControlCodecTest::commandUpdateHasTheBusContractsNames() {
  CommandUpdate update;
  update.id = QStringLiteral("c-17");
  update.device = QStringLiteral("dev-1");
  update.status = lk::CommandStatus::Done;
  update.answer = "ok";
  update.node = QStringLiteral("n1");
  update.session = 1'763'000'000'000'000'001;
  update.writeUs = 41;
  update.ackUs = 1873;
  const QJsonObject json = toJson(update);
  const QJsonObject contract =
      parsed(R"({"id":"c-17","device":"dev-1","status":"done","code":0,"answer":"b2s=","node":"n1",)"
             R"("session":"1763000000000000001","queued_us":0,"write_us":41,"ack_us":1873,"reason":""})");
  for (auto member = contract.begin(); member != contract.end(); ++member) {
    QVERIFY2(json.value(member.key()) == member.value(), qPrintable(member.key()));
  }
}

void ControlCodecTest::sessionWithoutLastCloseHasNone() {
  QVERIFY(!toJson(SessionRow()).contains(QLatin1StringView("last_close")));
  SessionRow row;
  row.lastClose = lk::CloseReason::Normal;
  QCOMPARE(toJson(row).value(QLatin1StringView("last_close")).toString(), QStringLiteral("normal"));
}

void ControlCodecTest::refuses_data() {
  QTest::addColumn<ReadAs>("readAs");
  QTest::addColumn<QByteArray>("json");
  QTest::addColumn<QByteArray>("member");
  const auto row = [](ReadAs as, const char* json, const char* member) {
    QTest::newRow(json) << as << QByteArray(json) << QByteArray(member);
  };
  row(readAs<NodeInfo>, R"({"id":7})", "id");
  row(readAs<NodeInfo>, R"({"id":null})", "id");
  row(readAs<NodeInfo>, R"({"listen":"0.0.0.0:7600"})", "listen");
  row(readAs<NodeInfo>, R"({"listen":["0.0.0.0:7600",1]})", "listen");
  row(readAs<NodeInfo>, R"({"pid":"12"})", "pid");
  row(readAs<NodeInfo>, R"({"pid":1.5})", "pid");
  row(readAs<NodeInfo>, R"({"pid":1e300})", "pid");
  row(readAs<NodeInfo>, R"({"pid":true})", "pid");
  row(readAs<NodeInfo>, R"({"started_at_ms":9223372036854775807})", "started_at_ms");
  row(readAs<NodeInfo>, R"({"started_at_ms":-9223372036854775807})", "started_at_ms");
  row(readAs<SessionRow>, R"({"session":5})", "session");
  row(readAs<SessionRow>, R"({"session":""})", "session");
  row(readAs<SessionRow>, R"({"session":"-1"})", "session");
  row(readAs<SessionRow>, R"({"session":"5x"})", "session");
  row(readAs<SessionRow>, R"({"session":"18446744073709551616"})", "session");
  row(readAs<SessionRow>, R"({"port":65536})", "port");
  row(readAs<SessionRow>, R"({"port":-1})", "port");
  row(readAs<SessionRow>, R"({"keepalive":4294967296})", "keepalive");
  row(readAs<SessionRow>, R"({"last_close":"gone"})", "last_close");
  row(readAs<SessionRow>, R"({"last_close":3})", "last_close");
  row(readAs<SessionRow>, R"({"meta":"not base64!"})", "meta");
  row(readAs<SessionRow>, R"({"meta":"YWJjY"})", "meta");
  row(readAs<SessionRow>, R"({"meta":{}})", "meta");
  row(readAs<Event>, R"({"kind":"Session-Opened"})", "kind");
  row(readAs<Event>, R"({"kind":0})", "kind");
  row(readAs<Event>, R"({"severity":"fatal"})", "severity");
  row(readAs<CommandRequest>, R"({"payload":"relay on"})", "payload");
  row(readAs<CommandRequest>, R"({"payload":[1,2]})", "payload");
  row(readAs<CommandRequest>, R"({"ttl":"60"})", "ttl");
  row(readAs<CommandRequest>, R"({"timeout":0.5})", "timeout");
  row(readAs<CommandUpdate>, R"({"status":"finished"})", "status");
  row(readAs<CommandUpdate>, R"({"final":"yes"})", "final");
  row(readAs<CommandUpdate>, R"({"final":1})", "final");
  row(readAs<CommandUpdate>, R"({"code":2147483648})", "code");
  row(readAs<CommandUpdate>, R"({"code":[]})", "code");
  row(readAs<Figures>, R"({"closes":[1,2,3]})", "closes");
  row(readAs<Figures>, R"({"closes":{"lost":-1}})", "closes");
  row(readAs<Figures>, R"({"closes":{"lost":"many"}})", "closes");
  row(readAs<Figures>, R"({"commands":{"done":1.5}})", "commands");
  row(readAs<TracedFrame>, R"({"type":256})", "type");
  row(readAs<TracedFrame>, R"({"id":4294967296})", "id");
  row(readAs<TracedFrame>, R"({"length":-1})", "length");
  row(readAs<Cursor>, R"({"sessions":"5"})", "sessions");
  row(readAs<Cursor>, R"({"sessions":[5]})", "sessions");
  row(readAs<Cursor>, R"({"sessions":["5","six"]})", "sessions");
  row(readAs<SnapshotRequest>, R"({"trace":"on"})", "trace");
  row(readAs<SnapshotRequest>, R"({"since":"now"})", "since");
  row(readAs<SnapshotRequest>, R"({"since":{"events":5}})", "since");
  row(readAs<Snapshot>, R"({"sessions":[5]})", "sessions");
  row(readAs<Snapshot>, R"({"sessions":[{"port":-1}]})", "sessions");
  row(readAs<Snapshot>, R"({"sessions":{}})", "sessions");
  row(readAs<Snapshot>, R"({"closed":["1",2]})", "closed");
  row(readAs<Snapshot>, R"({"cursor":[]})", "cursor");
  row(readAs<Snapshot>, R"({"figures":{"draining":"no"}})", "figures");
  row(readAs<KickOutcome>, R"({"kicked":[["a"]]})", "kicked");
}

void ControlCodecTest::refuses() {
  QFETCH(ReadAs, readAs);
  QFETCH(QByteArray, json);
  QFETCH(QByteArray, member);
  const QJsonObject object = parsed(json);
  QVERIFY2(!object.isEmpty(), "the row's own JSON is right");
  const auto read = readAs(object);
  QVERIFY(!read.ok());
  QVERIFY(read.error().code == lk::Error::Code::Protocol);
  QVERIFY2(QByteArray::fromStdString(read.error().text).contains(member), read.error().text.c_str());
}

QTEST_GUILESS_MAIN(ControlCodecTest)
#include "tst_control_codec.moc"
