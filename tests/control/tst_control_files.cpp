#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "server/node/control_server.h"
#include "server/node/node_directory.h"
#include "tests/control/fake_node_service.h"

using namespace lk::node;

namespace {

constexpr auto kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup |
                         QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;

int othersRights(const QString& path) { return int(QFileInfo(path).permissions() & kOthers); }

}  // namespace

// Of Unix alone: the control socket is a file, with rights of its own and of its folder.
class ControlFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void socketIsForItsUserOnly();
  void socketOfALongFolderIsForItsUserOnly();
  void socketWhoseFolderIsNotThere();
  void folderIsForItsUserOnly();
  void openFolderIsRefused();

 private:
  [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
  QTemporaryDir m_folder;
  lk::test::FakeNodeService m_node;
};

void ControlFilesTest::socketIsForItsUserOnly() {
  ControlServer server(m_node);
  QVERIFY(server.listen(path("n1.sock")).ok());
  QVERIFY(QFileInfo::exists(path("n1.sock")));
  QCOMPARE(othersRights(path("n1.sock")), 0);
}

void ControlFilesTest::socketOfALongFolderIsForItsUserOnly() {
  const QString deep = path("deep") + QString(QLatin1Char('/') + QString(60, QLatin1Char('d'))).repeated(4);
  const QString socketName = NodeDirectory(deep).socketName(QStringLiteral("n1"));
  ControlServer server(m_node);
  const auto listening = server.listen(socketName);
  QVERIFY2(listening.ok(), listening.ok() ? "" : listening.error().text.c_str());
  QVERIFY(QFileInfo::exists(socketName));
  QCOMPARE(othersRights(socketName), 0);
}

void ControlFilesTest::socketWhoseFolderIsNotThere() {
  ControlServer server(m_node);
  const QString name = path("none/n2.sock");
  const auto listening = server.listen(name);
  QVERIFY(!listening.ok());
  QVERIFY(listening.error().code == lk::Error::Code::NotPermitted);
  const QString text = QString::fromStdString(listening.error().text);
  QVERIFY2(text.contains(name) && text.contains(QLatin1StringView("LINEKEEPER_RUNTIME_DIR")), qPrintable(text));
}

void ControlFilesTest::folderIsForItsUserOnly() {
  const auto claim = NodeDirectory(path("a/b/run")).claim(QStringLiteral("n1"));
  QVERIFY2(claim.ok(), claim.ok() ? "" : claim.error().text.c_str());
  QCOMPARE(othersRights(path("a/b/run")), 0);
}

void ControlFilesTest::openFolderIsRefused() {
  QVERIFY(QDir().mkpath(path("run")));
  QVERIFY(QFile::setPermissions(path("run"), QFileDevice::Permissions(kOthers) | QFileDevice::ReadOwner |
                                                 QFileDevice::WriteOwner | QFileDevice::ExeOwner));
  const auto claim = NodeDirectory(path("run")).claim(QStringLiteral("n1"));
  QVERIFY(!claim.ok());
  QVERIFY(claim.error().text.find("other users") != std::string::npos);
  // It may be there for other things, too: nobody is shut out of it.
  QVERIFY(othersRights(path("run")) != 0);
}

QTEST_GUILESS_MAIN(ControlFilesTest)
#include "tst_control_files.moc"
