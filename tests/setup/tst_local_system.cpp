// The system of this machine: real processes and files.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>
#include <cerrno>
#include <csignal>
#include <thread>

#include "server/setup/file_rights.h"
#include "server/setup/local_system.h"
#include "tests/setup/other_owner.h"

using namespace lk;
using namespace lk::setup;
using namespace std::chrono_literals;

namespace {

constexpr auto kLong = 30s;     // more than anything here takes
constexpr auto kShort = 300ms;  // for what does not end by itself

// In a thread that is nobody, whoever runs the test: a thread's own rights are the kernel's, not the C library's.
template <typename Act>
auto asNobody(Act act) {
  decltype(act()) result{Error{}};
  std::thread([&] {
    constexpr long kNobody = 65'534;
    if (::geteuid() == 0) ::syscall(SYS_setresuid, kNobody, kNobody, kNobody);
    result = act();
  }).join();
  return result;
}

}  // namespace

class LocalSystemTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aProgramSaysAndEnds() {
    const auto ran = m_system.run({"sh", {"-c", "cat; echo bad >&2; exit 3"}}, Patience(m_clock, kLong), "input\n");
    QVERIFY2(ran.ok(), ran.ok() ? "" : ran.error().text.c_str());
    QCOMPARE(ran->exitCode, 3);
    QCOMPARE(ran->out, std::string("input\n"));
    QCOMPARE(ran->err, std::string("bad\n"));
  }
  void largeInputComesBackWhole() {
    const std::string input(3 << 20, 'x');
    const auto ran = m_system.run({"cat", {}}, Patience(m_clock, kLong), input);
    QVERIFY(ran.ok());
    QVERIFY(ran->out == input);
  }
  void programsSpeakEnglish() {
    const auto ran = m_system.run({"sh", {"-c", "echo $LC_ALL"}}, Patience(m_clock, kLong));
    QVERIFY(ran.ok());
    QCOMPARE(ran->out, std::string("C\n"));
  }
  void runsInAThreadWithoutAnEventLoop() {
    std::string said;
    std::thread([&] {
      const auto ran = m_system.run({"echo", {"here"}}, Patience(m_clock, kLong));
      if (ran) said = ran->out;
    }).join();
    QCOMPARE(said, std::string("here\n"));
  }
  void aMissingProgramIsNotFound() {
    QVERIFY(m_system.run({"no-such-program-here", {}}, Patience(m_clock, kLong)).error().code == Error::Code::NotFound);
    QVERIFY(m_system.run({"/no/such/program", {}}, Patience(m_clock, kLong)).error().code == Error::Code::NotFound);
  }
  void whatIsNoProgramIsNotPermitted() {
    QVERIFY(m_system.writeFile(path("data"), "words").ok());
    QVERIFY(m_system.run({path("data"), {}}, Patience(m_clock, kLong)).error().code == Error::Code::NotPermitted);
  }
  void aProgramThatHangsIsEndedWithItsChildren() {
    const std::string pidFile = path("pid");
    const std::string script = "sleep 600 & echo $! > " + pidFile + "; wait";
    const auto ran = m_system.run({"sh", {"-c", script}}, Patience(m_clock, kShort));
    QVERIFY(!ran.ok());
    QVERIFY(ran.error().code == Error::Code::Timeout);
    const auto pid = m_system.readFile(pidFile);
    QVERIFY(pid.ok() && !pid->empty());
    // Gone, or a dead one that its new parent has yet to bury.
    const std::string status = "/proc/" + QByteArray::fromStdString(*pid).trimmed().toStdString() + "/status";
    const auto gone = [&] {
      const auto said = m_system.readFile(status);
      return !said.ok() || said->find("State:\tZ") != std::string::npos;
    };
    QTRY_VERIFY(gone());
  }
  void aCancelledProgramIsEnded() {
    const Patience patience(m_clock, kLong);
    std::thread cancels([&] {
      std::this_thread::sleep_for(50ms);
      patience.cancel();
    });
    const auto ran = m_system.run({"sleep", {"600"}}, patience);
    cancels.join();
    QVERIFY(!ran.ok());
    QVERIFY(ran.error().code == Error::Code::Timeout);
    QVERIFY(ran.error().text.find("cancelled") != std::string::npos);
  }
  void aProgramThatSaysTooMuchIsEnded() {
    const auto ran = m_system.run({"yes", {}}, Patience(m_clock, kLong));
    QVERIFY(!ran.ok());
    QVERIFY(ran.error().code == Error::Code::Limit);
  }
  void whatAProgramLeavesBehindStays() {
    const std::string pidFile = path("left");
    const std::string script = "setsid sleep 600 >/dev/null 2>&1 </dev/null & echo $! > " + pidFile;
    QVERIFY(m_system.run({"sh", {"-c", script}}, Patience(m_clock, kLong)).ok());
    const auto pid = m_system.readFile(pidFile);
    QVERIFY(pid.ok());
    const auto number = static_cast<pid_t>(QByteArray::fromStdString(*pid).trimmed().toInt());
    QVERIFY(number > 0);
    QCOMPARE(::kill(number, 0), 0);
    ::kill(number, SIGKILL);
  }

  void programsAreFoundWhereServersAre() {
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const auto found = m_system.findProgram("sh");
    qputenv("PATH", before);
    QVERIFY(!found.empty());
    QVERIFY(found.front().ends_with("/sh"));
    QVERIFY(m_system.findProgram("no-such-program-here").empty());
  }

  void filesAreReadWholeThoughTheyHaveNoSize() {
    const auto limits = m_system.readFile("/proc/self/limits");
    QVERIFY(limits.ok());
    QVERIFY(limits->find("Max open files") != std::string::npos);
  }
  void filesThatCannotBeReadSayWhy() {
    QVERIFY(m_system.readFile(path("none")).error().code == Error::Code::NotFound);
    QVERIFY(m_system.readFile(m_dir.path().toStdString()).error().code == Error::Code::Io);
    QVERIFY(m_system.writeFile(path("large"), std::string((8 << 20) + 1, 'x')).ok());
    QVERIFY(m_system.readFile(path("large")).error().code == Error::Code::Limit);
  }
  void filesOfOthersAreNotPermitted() {
    QVERIFY(m_system.writeFile(path("mine"), "secret").ok());
    QVERIFY(QFile::setPermissions(m_dir.filePath(QStringLiteral("mine")), QFileDevice::Permissions()));
    const auto inside = asNobody([&] { return m_system.readFile(path("mine")); });
    QVERIFY(!inside.ok());
    QVERIFY(inside.error().code == Error::Code::NotPermitted);
    QVERIFY(asNobody([&] { return m_system.writeFile("/etc/linekeeper-test", ""); }).error().code ==
            Error::Code::NotPermitted);
    QVERIFY(asNobody([&] { return m_system.filesLike("/proc/1/fd/*"); }).error().code == Error::Code::NotPermitted);
  }
  void aFileIsReplacedWholeAndKeepsItsPermissions() {
    QVERIFY(m_system.writeFile(path("conf"), "old").ok());
    const QString name = m_dir.filePath(QStringLiteral("conf"));
    const auto permissions = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    QVERIFY(QFile::setPermissions(name, permissions));
    QVERIFY(m_system.writeFile(path("conf"), std::string("new\0", 4)).ok());
    QCOMPARE(*m_system.readFile(path("conf")), std::string("new\0", 4));
    QCOMPARE(QFile::permissions(name) & (QFileDevice::ReadGroup | QFileDevice::ReadOther), QFileDevice::Permissions());
    QVERIFY(m_system.writeFile(path("no/such/folder"), "").error().code == Error::Code::Io);
    QVERIFY(m_system.removeFile(path("conf")).ok());
    QVERIFY(m_system.readFile(path("conf")).error().code == Error::Code::NotFound);
    QVERIFY(m_system.removeFile(path("conf")).ok());
  }
  void aFileStaysWhoseItIs() {
    const test::OtherOwner owner;
    QVERIFY(m_system.writeFile(path("theirs"), "old").ok());
    const std::string file = path("theirs");
    QVERIFY(owner.take(file.c_str(), 0640));
    QCOMPARE(::symlink("theirs", path("to-theirs").c_str()), 0);
    // u::rw-, u:4712:r--, g::r--, m::r--, o::---
    constexpr char kAcl[] =
        "\2\0\0\0\1\0\6\0\377\377\377\377\2\0\4\0\150\22\0\0\4\0\4\0\377\377\377\377"
        "\20\0\4\0\377\377\377\377\40\0\0\0\377\377\377\377";
    constexpr const char* kName = "system.posix_acl_access";
    const bool acl = ::setxattr(file.c_str(), kName, kAcl, sizeof kAcl - 1, 0) == 0;
    if (!acl) QCOMPARE(errno, ENOTSUP);
    for (const char* name : {"theirs", "to-theirs"}) {
      QVERIFY(m_system.writeFile(path(name), name).ok());
      QVERIFY(owner.has(file.c_str(), 0640));
      QCOMPARE(*m_system.readFile(file), std::string(name));
      QByteArray kept(256, '\0');
      const auto size = ::getxattr(file.c_str(), kName, kept.data(), 256);
      if (acl) QCOMPARE(kept.left(size), QByteArray(kAcl, sizeof kAcl - 1));
    }
    QVERIFY(QFileInfo(m_dir.filePath(QStringLiteral("to-theirs"))).isSymLink());
  }
  void nobodyGivesRootAFile() {
    const auto given = asNobody([] {
      QTemporaryFile mine;
      return mine.open() ? copyRights(QStringLiteral("/etc/passwd"), mine)
                         : Result<void>(Error{Error::Code::Io, "no file"});
    });
    QVERIFY(!given.ok() && given.error().code == Error::Code::NotPermitted);
    QVERIFY2(given.error().text.starts_with("its owner and group cannot be kept"), given.error().text.c_str());
    if (::geteuid() == 0) rootsFileIsLeftAlone();
  }
  void patternsMatchWithinOneFolder() {
    QVERIFY(QDir(m_dir.path()).mkpath(QStringLiteral("conf.d/inner.conf")));
    for (const char* name : {"b.conf", "a.conf", ".hidden.conf", "A.CONF", "c.conf~"}) {
      QVERIFY(m_system.writeFile(path("conf.d/") + name, "").ok());
    }
    const auto found = m_system.filesLike(path("conf.d/*.conf"));
    QVERIFY(found.ok());
    QCOMPARE(*found, (std::vector<std::string>{path("conf.d/a.conf"), path("conf.d/b.conf")}));
    QCOMPARE(m_system.filesLike(path("conf.d/[b-c].conf"))->size(), 1UL);
    QVERIFY(m_system.filesLike(path("conf.d/none*"))->empty());
    QVERIFY(m_system.filesLike(path("nowhere/*")).error().code == Error::Code::NotFound);
  }
  void linksAreFollowed() {
    QVERIFY(m_system.writeFile(path("target"), "x").ok());
    QVERIFY(QFile::link(m_dir.filePath(QStringLiteral("target")), m_dir.filePath(QStringLiteral("link"))));
    QCOMPARE(m_system.realPath(path("link")), m_system.realPath(path("target")));
    QVERIFY(m_system.realPath(path("none")).empty());
  }
  void theAgeOfAFileIsThatOfItsContent() {
    QVERIFY(m_system.writeFile(path("young"), "x").ok());
    QFile file(m_dir.filePath(QStringLiteral("young")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-100), QFileDevice::FileModificationTime));
    file.close();
    QVERIFY(QFile::link(m_dir.filePath(QStringLiteral("young")), m_dir.filePath(QStringLiteral("to-young"))));
    for (const char* name : {"young", "to-young"}) {
      const auto age = m_system.ageOf(path(name));
      QVERIFY2(age.ok() && *age >= 100s && *age < 1h, name);
    }
    QVERIFY(m_system.ageOf(path("none")).error().code == Error::Code::NotFound);
  }
  void spaceIsSaidOfWhatIsYetToBe() {
    QVERIFY(m_system.freeBytes(m_dir.path().toStdString()).value() > 0);
    QVERIFY(m_system.freeBytes(path("not/there/yet")).value() > 0);
  }

  void ownAddressesAreThoseThatOthersSee() {
    for (const std::string& address : m_system.ownAddresses()) {
      QVERIFY2(!address.starts_with("127.") && address != "::1" && !address.starts_with("fe80"), address.c_str());
    }
  }

 private:
  // Of root alone: nobody else can put such a file where others write.
  void rootsFileIsLeftAlone() {
    const QTemporaryDir open;
    const std::string file = open.filePath(QStringLiteral("roots")).toStdString();
    QVERIFY(m_system.writeFile(file, "old").ok());
    QCOMPARE(::chmod(file.c_str(), 0666), 0);
    QCOMPARE(::chmod(open.path().toLocal8Bit().constData(), 0777), 0);
    const auto written = asNobody([&] { return m_system.writeFile(file, "new"); });
    QVERIFY(!written.ok() && written.error().code == Error::Code::NotPermitted);
    QVERIFY2(written.error().text.find("its owner and group cannot be kept") != std::string::npos,
             written.error().text.c_str());
    QCOMPARE(*m_system.readFile(file), std::string("old"));
    QCOMPARE(QDir(open.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return m_dir.filePath(QString::fromStdString(name)).toStdString();
  }
  QTemporaryDir m_dir;
  SystemClock m_clock;
  LocalSystem m_system;
};

QTEST_GUILESS_MAIN(LocalSystemTest)
#include "tst_local_system.moc"
