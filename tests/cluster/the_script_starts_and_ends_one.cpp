// packaging/cluster.sh: up gives a cluster that works, down ends it and nothing else.
#include <signal.h>

#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <cerrno>
#include <vector>

#include "tests/cli/place.h"
#include "tests/cli/program.h"
#include "tests/cli/wire_device.h"

using namespace lk::test;

namespace {

// The process and its children, which outlive it where it was killed.
QByteArray groupOf(qint64 pid) {
  QProcess pgrep;
  pgrep.start(QStringLiteral("pgrep"), {QStringLiteral("-g"), QString::number(pid)});
  return pgrep.waitForFinished() ? pgrep.readAllStandardOutput() : QByteArray("pgrep does not end");
}

bool exists(qint64 pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno != ESRCH; }

// What the script starts outlives the script, but must not outlive this test: when the pipe to this process breaks,
// however that comes, the cluster is ended.
class Guard {
 public:
  explicit Guard(const QString& dir) {
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_process.start(QStringLiteral("sh"),
                    {QStringLiteral("-c"), QStringLiteral("cat >/dev/null; \"$0\" down --dir \"$1\" 2>/dev/null"),
                     QStringLiteral(LINEKEEPER_CLUSTER_SCRIPT), dir});
    m_process.waitForStarted();
  }
  ~Guard() {
    m_process.closeWriteChannel();
    m_process.waitForFinished();
  }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

 private:
  QProcess m_process;
};

}  // namespace

class TheScriptStartsAndEndsOne : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_place = std::make_unique<Place>();
    m_dir = m_place->path(QStringLiteral("cluster"));
  }

  void upSendStatusDown() {
    const Guard guard(m_dir);
    const Outcome up = script({QStringLiteral("up"), QStringLiteral("--nodes"), QStringLiteral("3"),
                               QStringLiteral("--program"), QStringLiteral(LINEKEEPER_PROGRAM)});
    QVERIFY2(up.code == 0, up.said().constData());
    const std::vector<qint64> pids = startedPids();
    QCOMPARE(pids.size(), 6UL + 3UL + 1UL);
    for (const qint64 pid : pids) QVERIFY(exists(pid));

    const QString url = firstMatch(up.out, "redis\\+cluster://[0-9.:,]+");
    const quint16 port = firstMatch(up.out, "(?<=127\\.0\\.0\\.1:)[0-9]+(?= \\(nginx\\))").toUShort();
    WireDevice device;
    QVERIFY2(device.join(port, "dev-1"), up.out.constData());
    const Outcome sent = run(*m_place, {QStringLiteral("send"), QStringLiteral("dev-1"), QStringLiteral("relay on"),
                                        QStringLiteral("--redis"), url});
    QVERIFY2(sent.code == 0, sent.said().constData());
    QCOMPARE(device.commands(), QList<QByteArray>{"relay on"});

    const Outcome status = script({QStringLiteral("status")});
    QVERIFY2(status.code == 0 && status.out.contains(up.out.trimmed()), status.said().constData());
    const Outcome again = script({QStringLiteral("up")});
    QVERIFY2(again.code == 1 && again.err.contains("up already"), again.said().constData());

    ::kill(static_cast<pid_t>(pids.front()), SIGKILL);
    const Outcome wounded = script({QStringLiteral("status")});
    QVERIFY2(wounded.code == 1 && wounded.out.contains("has ended"), wounded.said().constData());

    const Outcome down = script({QStringLiteral("down")});
    QVERIFY2(down.code == 0, down.said().constData());
    for (const qint64 pid : pids) QTRY_VERIFY(!exists(pid));
    for (const qint64 pid : pids) QTRY_COMPARE(groupOf(pid), QByteArray());
    QVERIFY(!QDir(m_dir).exists());
    QCOMPARE(script({QStringLiteral("down")}).code, 1);
    QCOMPARE(script({QStringLiteral("status")}).code, 1);
  }

  void aFailedStartLeavesNothing() {
    const Guard guard(m_dir);
    const Outcome up = script({QStringLiteral("up"), QStringLiteral("--program"), QStringLiteral("/bin/false")});
    QVERIFY2(up.code == 1 && up.err.contains("node-1 did not start"), up.said().constData());
    QVERIFY(!QDir(m_dir).exists());
  }

  // The number of a process that has ended may be somebody else's by now.
  void anotherProcessOfThatNumberLives() {
    QProcess other;
    other.start(QStringLiteral("cat"), {});
    QVERIFY(other.waitForStarted());
    QVERIFY(!m_place->write(QStringLiteral("cluster/linekeeper-cluster"), "").isEmpty());
    const QByteArray entry = QByteArray::number(other.processId()) + " 1\n";
    QVERIFY(!m_place->write(QStringLiteral("cluster/node-1.pid"), entry).isEmpty());
    const Outcome status = script({QStringLiteral("status")});
    QVERIFY2(status.code == 1 && status.out.contains("has ended"), status.said().constData());
    QCOMPARE(script({QStringLiteral("down")}).code, 0);
    QVERIFY(!QDir(m_dir).exists());
    QVERIFY(!other.waitForFinished(300));
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
  }

  void aFolderOfOthersIsLeftAlone() {
    const QString theirs = m_place->write(QStringLiteral("cluster/letter"), "dear");
    const Outcome up = script({QStringLiteral("up"), QStringLiteral("--program"), QStringLiteral(LINEKEEPER_PROGRAM)});
    QVERIFY2(up.code == 1 && up.err.contains("--dir"), up.said().constData());
    QCOMPARE(script({QStringLiteral("down")}).code, 1);
    QCOMPARE(contents(theirs), QByteArray("dear"));
  }

  void wrongUse_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("no such thing") << words("sideways");
    QTest::newRow("an option of another") << words("down --nodes 2");
    QTest::newRow("an option's value is missing") << words("up --nodes");
    QTest::newRow("no number") << words("up --nodes two");
    QTest::newRow("too many") << words("up --nodes 21");
    QTest::newRow("no port") << words("up --port 65536");
  }
  void wrongUse() {
    QFETCH(QStringList, arguments);
    const Outcome outcome = execute(arguments);
    QVERIFY2(outcome.code == 2 && !outcome.err.isEmpty(), outcome.said().constData());
  }

 private:
  [[nodiscard]] Outcome execute(const QStringList& arguments) const {
    QProcess process;
    process.setProcessEnvironment(m_place->environment());
    process.start(QStringLiteral(LINEKEEPER_CLUSTER_SCRIPT), arguments);
    return finish(process, 120'000);
  }
  [[nodiscard]] Outcome script(const QStringList& arguments) const {
    return execute(arguments + QStringList{QStringLiteral("--dir"), m_dir});
  }

  [[nodiscard]] std::vector<qint64> startedPids() const {
    std::vector<qint64> pids;
    for (const QString& file : QDir(m_dir).entryList({QStringLiteral("*.pid")})) {
      pids.push_back(contents(m_dir + QLatin1Char('/') + file).split(' ').front().toLongLong());
    }
    return pids;
  }

  static QString firstMatch(const QByteArray& text, const char* pattern) {
    return QRegularExpression(QString::fromLatin1(pattern)).match(QString::fromUtf8(text)).captured();
  }

  std::unique_ptr<Place> m_place;
  QString m_dir;
};

QTEST_GUILESS_MAIN(TheScriptStartsAndEndsOne)
#include "the_script_starts_and_ends_one.moc"
