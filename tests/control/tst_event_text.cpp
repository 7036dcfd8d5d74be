#include <QTest>

#include "server/node/event_text.h"

using namespace lk::node;

class EventTextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyKindHasWordsOfItsOwn();
  void saysWhatIsKnown();
  void saysNothingOfWhatIsNot();
  void staysOneLineWhateverADeviceSays_data();
  void staysOneLineWhateverADeviceSays();
};

void EventTextTest::everyKindHasWordsOfItsOwn() {
  QStringList seen;
  for (int i = 0; i < kEventKinds; ++i) {
    Event event;
    event.kind = static_cast<EventKind>(i);
    const QString text = eventText(event);
    QVERIFY2(text.startsWith(QLatin1StringView("info: ")) && text.size() > 10, qPrintable(text));
    QVERIFY2(!seen.contains(text), qPrintable(text));
    seen.push_back(text);
  }
}

void EventTextTest::saysWhatIsKnown() {
  Event event;
  event.kind = EventKind::ProtocolError;
  event.severity = Severity::Warning;
  event.device = QStringLiteral("dev-1");
  event.session = 17;
  event.address = QStringLiteral("192.0.2.1");
  event.reason = lk::CloseReason::ProtocolError;
  event.detail = QStringLiteral("the first frame must be HELLO");
  QCOMPARE(eventText(event),
           QStringLiteral("warning: protocol error device=dev-1 session=17 address=192.0.2.1 reason=protocol-error: "
                          "the first frame must be HELLO"));
}

void EventTextTest::saysNothingOfWhatIsNot() {
  Event event;
  event.kind = EventKind::AcceptPaused;
  event.severity = Severity::Problem;
  const QString text = eventText(event);
  QVERIFY(text.startsWith(QLatin1StringView("problem: ")));
  QVERIFY2(!text.contains(QLatin1Char('=')), qPrintable(text));
}

void EventTextTest::staysOneLineWhateverADeviceSays_data() {
  QTest::addColumn<QString>("detail");
  QTest::newRow("line feed") << QStringLiteral("bye\ninfo: drained");
  QTest::newRow("carriage return") << QStringLiteral("bye\rinfo: drained");
  QTest::newRow("escape") << QStringLiteral("\u001b[2J\u001b[31mbye");
  QTest::newRow("zero") << QString(3, QChar::Null);
  QTest::newRow("line separator") << QStringLiteral("bye\u2028info: drained");
}

void EventTextTest::staysOneLineWhateverADeviceSays() {
  QFETCH(QString, detail);
  Event event;
  event.kind = EventKind::SessionClosed;
  event.detail = detail;
  for (const QChar c : eventText(event)) {
    QVERIFY2(c.category() != QChar::Other_Control && c.category() != QChar::Separator_Line,
             QByteArray::number(c.unicode(), 16));
  }
}

QTEST_GUILESS_MAIN(EventTextTest)
#include "tst_event_text.moc"
