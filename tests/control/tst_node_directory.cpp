#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "server/base/file_access.h"
#include "server/node/control_server.h"
#include "server/node/node_directory.h"
#include "tests/control/fake_node_service.h"
#include "tests/control/raw_client.h"

using namespace lk::node;

namespace {

// Sets a variable of the environment and puts it back.
class Variable {
 public:
  Variable(const char* name, const QByteArray& value)
      : m_name(name), m_was(qgetenv(name)), m_isSet(qEnvironmentVariableIsSet(name)) {
    qputenv(name, value);
  }
  ~Variable() {
    if (m_isSet) {
      qputenv(m_name, m_was);
    } else {
      qunsetenv(m_name);
    }
  }
  Q_DISABLE_COPY_MOVE(Variable)

 private:
  const char* m_name;
  QByteArray m_was;
  bool m_isSet;
};

// Another process that is the node of an id, killed at the latest with this object.
class Holder {
 public:
  ~Holder() { kill(); }
  bool claim(const QString& folder, const QString& id) {
    m_process.start(QStringLiteral(LINEKEEPER_CLAIM_HOLDER), {folder, id});
    return QTest::qWaitFor([this] { return m_process.canReadLine(); }, 20'000) &&
           m_process.readLine().trimmed() == "claimed";
  }
  void kill() {
    m_process.kill();
    m_process.waitForFinished();
  }
  [[nodiscard]] qint64 pid() const { return m_process.processId(); }

 private:
  QProcess m_process;
};

QStringList idsOf(const QList<NodeEntry>& nodes) {
  QStringList ids;
  for (const NodeEntry& node : nodes) ids.push_back(node.id);
  return ids;
}

bool isServed(const QString& socketName) {
  lk::test::RawClient client(socketName);
  client.ask(1, "hello");
  return !client.nextLine().isEmpty();
}

}  // namespace

class NodeDirectoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void variableChoosesTheFolder();
  void folderIsForItsUserOnly();
  void claimIsSeenAndEnds();
  void secondClaimNamesTheProcess();
  void otherProcessHoldsItsClaim();
  void killedProcessLeavesNothing();
  void folderThatCantBeMade();
  void fileInPlaceOfTheFolder();
  void findsTheOneThatRuns();
  void severalMustBeNamed();
  void idsWithEveryCharacter();
  void longFolderStillHasASocket();
  void foldersDoNotShareSockets();
  void strangeFilesAreNoNodes();
  void nodesOfTheServiceAreSeen();

 private:
  [[nodiscard]] QString path(const char* name = "run") const { return m_folder->filePath(QString::fromLatin1(name)); }

  std::unique_ptr<QTemporaryDir> m_folder;
};

void NodeDirectoryTest::init() { m_folder = std::make_unique<QTemporaryDir>(); }

void NodeDirectoryTest::variableChoosesTheFolder() {
  {
    const Variable chosen("LINEKEEPER_RUNTIME_DIR", path("chosen").toLocal8Bit());
    QCOMPARE(NodeDirectory::defaultPath(), path("chosen"));
  }
  const Variable unset("LINEKEEPER_RUNTIME_DIR", {});
  const Variable runtime("XDG_RUNTIME_DIR", m_folder->path().toLocal8Bit());
  QCOMPARE(NodeDirectory::defaultPath(), path("linekeeper"));
  const Variable nowhere("XDG_RUNTIME_DIR", path("none").toLocal8Bit());
  QVERIFY2(!NodeDirectory::defaultPath().startsWith(m_folder->path()), "a folder that is not there is passed over");
  QVERIFY(QDir::isAbsolutePath(NodeDirectory::defaultPath()));
}

void NodeDirectoryTest::folderIsForItsUserOnly() {
  const auto claim = NodeDirectory(path("a/b/run")).claim(QStringLiteral("n1"));
  QVERIFY2(claim.ok(), claim.ok() ? "" : claim.error().text.c_str());
  QVERIFY(!lk::othersMay(lk::Use::Writing, path("a/b/run")));
}

void NodeDirectoryTest::claimIsSeenAndEnds() {
  const NodeDirectory directory(path());
  QVERIFY(directory.running().isEmpty());
  auto claim = directory.claim(QStringLiteral("n1"));
  QVERIFY(claim.ok());
  const QList<NodeEntry> nodes = directory.running();
  QCOMPARE(nodes.size(), 1);
  QCOMPARE(nodes.first().id, QStringLiteral("n1"));
  QCOMPARE(nodes.first().pid, QCoreApplication::applicationPid());
  QCOMPARE(nodes.first().socketName, directory.socketName(QStringLiteral("n1")));
  claim.value().reset();
  QVERIFY(directory.running().isEmpty());
  QVERIFY2(QDir(path()).entryList(QDir::Files).isEmpty(), "nothing is left behind");
  QVERIFY2(directory.claim(QStringLiteral("n1")).ok(), "the id is free again");
}

void NodeDirectoryTest::secondClaimNamesTheProcess() {
  const NodeDirectory directory(path());
  const auto first = directory.claim(QStringLiteral("n1"));
  QVERIFY(first.ok());
  const auto second = directory.claim(QStringLiteral("n1"));
  QVERIFY(!second.ok());
  QVERIFY(second.error().code == lk::Error::Code::InUse);
  const QByteArray text = QByteArray::fromStdString(second.error().text);
  QVERIFY2(text.contains("'n1'"), text);
  QVERIFY2(text.contains(QByteArray::number(QCoreApplication::applicationPid())), text);
  QVERIFY2(text.contains("--node-id"), text);
  QVERIFY(directory.claim(QStringLiteral("n2")).ok());
  QCOMPARE(idsOf(directory.running()), QStringList({QStringLiteral("n1")}));
}

void NodeDirectoryTest::otherProcessHoldsItsClaim() {
  const NodeDirectory directory(path());
  Holder holder;
  QVERIFY(holder.claim(path(), QStringLiteral("n1")));
  QCOMPARE(directory.running().size(), 1);
  QCOMPARE(directory.running().first().pid, holder.pid());
  const auto claim = directory.claim(QStringLiteral("n1"));
  QVERIFY(!claim.ok());
  QVERIFY(claim.error().code == lk::Error::Code::InUse);
  QVERIFY(QByteArray::fromStdString(claim.error().text).contains(QByteArray::number(holder.pid())));
  QLocalSocket socket;
  socket.connectToServer(directory.socketName(QStringLiteral("n1")));
  QVERIFY2(socket.waitForConnected(20'000), "its socket is left alone");
}

void NodeDirectoryTest::killedProcessLeavesNothing() {
  const NodeDirectory directory(path());
  Holder holder;
  QVERIFY(holder.claim(path(), QStringLiteral("n1")));
  holder.kill();
  const QString socketName = directory.socketName(QStringLiteral("n1"));
#ifdef Q_OS_UNIX  // a pipe of Windows ends with its process
  QVERIFY2(QFileInfo::exists(socketName), "a killed process can't take its socket away");
#endif
  QVERIFY(directory.running().isEmpty());
  const auto found = directory.find({});
  QVERIFY(!found.ok());
  QVERIFY(found.error().code == lk::Error::Code::NotFound);

  Holder again;
  QVERIFY(again.claim(path(), QStringLiteral("n1")));
  again.kill();
  const auto claim = directory.claim(QStringLiteral("n1"));
  QVERIFY2(claim.ok(), "straight after, with nobody having looked");
  lk::test::FakeNodeService node;
  ControlServer server(node);
  const auto listening = server.listen(socketName);
  QVERIFY2(listening.ok(), listening.ok() ? "" : listening.error().text.c_str());
  QVERIFY(isServed(socketName));
}

void NodeDirectoryTest::folderThatCantBeMade() {
  QFile file(path("file"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  const auto claim = NodeDirectory(path("file/run")).claim(QStringLiteral("n1"));
  QVERIFY(!claim.ok());
  QVERIFY(claim.error().code == lk::Error::Code::NotPermitted);
  const QByteArray text = QByteArray::fromStdString(claim.error().text);
  QVERIFY2(
      text.contains(QDir::toNativeSeparators(path("file/run")).toUtf8()) && text.contains("LINEKEEPER_RUNTIME_DIR"),
      text);
  QVERIFY(NodeDirectory(path("file/run")).running().isEmpty());
}

void NodeDirectoryTest::fileInPlaceOfTheFolder() {
  QFile file(path());
  QVERIFY(file.open(QIODevice::WriteOnly));
  const auto claim = NodeDirectory(path()).claim(QStringLiteral("n1"));
  QVERIFY(!claim.ok());
  QVERIFY(claim.error().code == lk::Error::Code::NotPermitted);
}

void NodeDirectoryTest::findsTheOneThatRuns() {
  const NodeDirectory directory(path());
  const auto none = directory.find({});
  QVERIFY(!none.ok());
  QVERIFY(none.error().code == lk::Error::Code::NotFound);
  QVERIFY(QByteArray::fromStdString(none.error().text).contains("linekeeper --headless"));

  const auto claim = directory.claim(QStringLiteral("n1"));
  QVERIFY(claim.ok());
  QCOMPARE(directory.find({})->id, QStringLiteral("n1"));
  QCOMPARE(directory.find(QStringLiteral("n1"))->pid, QCoreApplication::applicationPid());
  const auto other = directory.find(QStringLiteral("n2"));
  QVERIFY(!other.ok());
  QVERIFY(other.error().code == lk::Error::Code::NotFound);
  const QByteArray text = QByteArray::fromStdString(other.error().text);
  QVERIFY2(text.contains("'n2'") && text.contains("n1"), text);
}

void NodeDirectoryTest::severalMustBeNamed() {
  const NodeDirectory directory(path());
  const auto second = directory.claim(QStringLiteral("n2"));
  const auto first = directory.claim(QStringLiteral("n1"));
  QVERIFY(first.ok() && second.ok());
  QCOMPARE(idsOf(directory.running()), QStringList({QStringLiteral("n1"), QStringLiteral("n2")}));
  const auto found = directory.find({});
  QVERIFY(!found.ok());
  QVERIFY(found.error().code == lk::Error::Code::Usage);
  const QByteArray text = QByteArray::fromStdString(found.error().text);
  QVERIFY2(text.contains("n1, n2") && text.contains("--node"), text);
  QCOMPARE(directory.find(QStringLiteral("n2"))->id, QStringLiteral("n2"));
}

void NodeDirectoryTest::idsWithEveryCharacter() {
  const NodeDirectory directory(path());
  const QStringList ids = {QStringLiteral("-"), QStringLiteral(".."), QStringLiteral("a.b:c_d-E9"),
                           QStringLiteral("a.lock"), QString(64, QLatin1Char('x'))};
  for (const QString& id : ids) {
    const auto claim = directory.claim(id);
    QVERIFY2(claim.ok(), claim.ok() ? "" : claim.error().text.c_str());
    QVERIFY2(idsOf(directory.running()) == QStringList({id}), qPrintable(id));
    lk::test::FakeNodeService node;
    ControlServer server(node);
    QVERIFY2(server.listen(directory.socketName(id)).ok(), qPrintable(directory.socketName(id)));
  }
}

void NodeDirectoryTest::longFolderStillHasASocket() {
  const QString deep = path() + QString(QLatin1Char('/') + QString(60, QLatin1Char('d'))).repeated(4);
  const NodeDirectory directory(deep);
  const QString id(64, QLatin1Char('n'));
  const auto claim = directory.claim(id);
  QVERIFY2(claim.ok(), claim.ok() ? "" : claim.error().text.c_str());
  const QString socketName = directory.socketName(id);
  QVERIFY2(socketName.toUtf8().size() < 108, qPrintable(socketName));
  QVERIFY2(socketName != directory.socketName(QStringLiteral("other")), "each id has its own");
  lk::test::FakeNodeService node;
  ControlServer server(node);
  const auto listening = server.listen(socketName);
  QVERIFY2(listening.ok(), listening.ok() ? "" : listening.error().text.c_str());
  QVERIFY(isServed(directory.find(id)->socketName));
}

void NodeDirectoryTest::foldersDoNotShareSockets() {
  const NodeDirectory first(path("one"));
  const NodeDirectory second(path("two"));
  QVERIFY(first.socketName(QStringLiteral("n1")) != second.socketName(QStringLiteral("n1")));
  const auto claims = std::pair(first.claim(QStringLiteral("n1")), second.claim(QStringLiteral("n1")));
  QVERIFY(claims.first.ok() && claims.second.ok());
}

void NodeDirectoryTest::strangeFilesAreNoNodes() {
  const NodeDirectory directory(path());
  const auto claim = directory.claim(QStringLiteral("n1"));
  QVERIFY(claim.ok());
  for (const char* name : {"run/notes.txt", "run/empty.lock", "run/odd.lock", "run/n9.sock"}) {
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    if (file.fileName().contains(QLatin1StringView("odd"))) file.write("no process\nof\nthis machine\n");
  }
  QCOMPARE(idsOf(directory.running()), QStringList({QStringLiteral("n1")}));
  QCOMPARE(directory.find({})->id, QStringLiteral("n1"));
}

void NodeDirectoryTest::nodesOfTheServiceAreSeen() {
  const auto service = NodeDirectory(path("service")).claim(QStringLiteral("served"));
  const NodeDirectory directory(path(), path("service"));
  QCOMPARE(idsOf(directory.running()), QStringList{QStringLiteral("served")});
  const auto found = directory.find({});
  QVERIFY(service.ok() && found.ok());
  QCOMPARE(found->socketName, NodeDirectory(path("service")).socketName(QStringLiteral("served")));
  // Its own are where they were.
  const auto own = directory.claim(QStringLiteral("own"));
  QVERIFY(own.ok());
  QCOMPARE(idsOf(directory.running()), (QStringList{QStringLiteral("own"), QStringLiteral("served")}));
  QCOMPARE(idsOf(NodeDirectory(path()).running()), QStringList{QStringLiteral("own")});
}

QTEST_GUILESS_MAIN(NodeDirectoryTest)
#include "tst_node_directory.moc"
