// What a finding offers to do is run in order, with an administrator's rights only where it has to be, off the thread
// of whoever asked; and can be taken back.
#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <thread>

#include "server/setup/action_runner.h"
#include "server/setup/powershell.h"
#include "tests/setup/recorded_system.h"

using namespace lk;
using namespace lk::setup;
using namespace std::chrono_literals;
using lk::test::RecordedSystem;
using End = ActionOutcome::End;

namespace {

const CommandLine kAllow{"ufw", {"allow", "7600/tcp"}};
const CommandLine kReload{"ufw", {"reload"}};

Action actionOf(bool elevated) {
  return {.id = "firewall.allow-port",
          .label = text("Allow TCP 7600"),
          .does = text("Lets everybody in."),
          .commands = {kAllow, kReload},
          .undo = {{"ufw", {"delete", "allow", "7600/tcp"}}},
          .elevated = elevated};
}

}  // namespace

class ActionRunnerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void commandsRunInOrder() {
    RecordedSystem system;
    system.record("ufw allow 7600/tcp", Ran{0, "Rule added\n", ""});
    system.record("ufw reload", Ran{0, "Firewall reloaded\n", ""});
    const auto outcome = runCommands(system, actionOf(false).commands, false, patience());
    QCOMPARE(outcome.end, End::Done);
    QCOMPARE(outcome.ran.size(), std::size_t{2});
    QCOMPARE(outcome.ran[0].said, std::string("Rule added"));
    QVERIFY(outcome.changedSomething());
    QCOMPARE(system.ran(), (std::vector<std::string>{"ufw allow 7600/tcp", "ufw reload"}));
  }

  void theFirstFailureStopsTheRest() {
    RecordedSystem system;
    system.record("ufw allow 7600/tcp", Ran{1, "", "ERROR: need root\n"});
    const auto outcome = runCommands(system, actionOf(false).commands, false, patience());
    QCOMPARE(outcome.end, End::Failed);
    QCOMPARE(outcome.ran.size(), std::size_t{1});
    QCOMPARE(outcome.ran[0].said, std::string("ERROR: need root"));
    QVERIFY(!outcome.changedSomething());
  }

  void aProgramThatIsNotThereSaysSo() {
    RecordedSystem system;
    const auto outcome = runCommands(system, {{"nothing", {}}}, false, patience());
    QCOMPARE(outcome.end, End::Failed);
    QCOMPARE(outcome.ran[0].said, std::string("there is no program nothing"));
  }

  void rootNeedsNobodysLeave() {
    RecordedSystem system;
    system.record("id -u", Ran{0, "0\n", ""});
    system.recordAllLike("ufw ", Ran{});
    QCOMPARE(runCommands(system, {kAllow}, true, patience()).end, End::Done);
    QCOMPARE(system.ran(), (std::vector<std::string>{"id -u", "ufw allow 7600/tcp"}));
  }

  void othersAreAskedByPolkit() {
    RecordedSystem system;
    system.record("id -u", Ran{0, "1000\n", ""});
    system.program("pkexec", "/usr/bin/pkexec");
    system.record("pkexec ufw allow 7600/tcp", Ran{});
    const auto outcome = runCommands(system, {kAllow}, true, patience());
    QCOMPARE(outcome.end, End::Done);
    QCOMPARE(outcome.ran[0].command, kAllow);
  }

  void aClosedPasswordDialogIsNoFailure() {
    RecordedSystem system;
    system.record("id -u", Ran{0, "1000\n", ""});
    system.program("pkexec", "/usr/bin/pkexec");
    system.record("pkexec ufw allow 7600/tcp", Ran{126, "", "Error executing command as another user: Dismissed"});
    QCOMPARE(runCommands(system, {kAllow}, true, patience()).end, End::Declined);
  }

  void withNobodyToAskNothingIsRun() {
    RecordedSystem system;
    system.record("id -u", Ran{0, "1000\n", ""});
    const auto outcome = runCommands(system, {kAllow}, true, patience());
    QCOMPARE(outcome.end, End::NoRights);
    QVERIFY(outcome.ran.empty());
    QCOMPARE(system.ran(), std::vector<std::string>{"id -u"});
  }

  void windowsAsksByUacOnlyWithoutRights() {
    const CommandLine command = powershellCommand("Remove-NetFirewallRule -Name 'a'");
    for (const bool isAdministrator : {true, false}) {
      RecordedSystem system(System::Kind::Windows);
      system.recordAllLike("powershell.exe", Ran{0, isAdministrator ? "True\r\n" : "False\r\n", ""});
      QCOMPARE(runCommands(system, {command}, true, patience()).end, End::Done);
      QCOMPARE(system.ran().size(), std::size_t{2});
      const CommandLine wanted = isAdministrator ? command : elevatedCommand(command);
      QCOMPARE(system.ran().back(), wanted.shellText());
    }
  }

  void aDeclinedUacPromptIsNoFailure() {
    const CommandLine command = powershellCommand("Remove-NetFirewallRule -Name 'a'");
    RecordedSystem system(System::Kind::Windows);
    system.recordAllLike("powershell.exe", Ran{0, "False\r\n", ""});
    system.record(elevatedCommand(command).shellText(), Ran{kElevationDeclined, "", ""});
    QCOMPARE(runCommands(system, {command}, true, patience()).end, End::Declined);
  }

  void aRunnerDoesAndUndoes() {
    const auto system = std::make_shared<RecordedSystem>();
    system->recordAllLike("ufw ", Ran{});
    ActionRunner runner(m_clock, system);
    QSignalSpy ended(&runner, &ActionRunner::ended);
    QVERIFY(runner.run(actionOf(false)));
    QVERIFY2(!runner.undo(actionOf(false)), "one at a time");
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(!ended.at(0).at(1).toBool());
    QVERIFY(!runner.busy());
    QVERIFY(runner.undo(actionOf(false)));
    QTRY_COMPARE(ended.size(), 2);
    QVERIFY(ended.at(1).at(1).toBool());
    QCOMPARE(system->ran().back(), std::string("ufw delete allow 7600/tcp"));
  }

  void whatHasToBeFinishedIsWaitedFor() {
    std::atomic<bool> finished = false;
    std::atomic<bool> told = false;
    {
      Errands errands(m_clock, std::make_shared<RecordedSystem>());
      errands.run(
          1min,
          [&finished](System&, const Clock&, const Patience& patience) {
            while (!patience.over()) std::this_thread::yield();
            std::this_thread::sleep_for(700ms);  // longer than anybody else is waited for
            finished = true;
            return 0;
          },
          [&told](int) { told = true; }, Errands::Ending::Finish);
    }
    QVERIFY(finished);
    QCoreApplication::processEvents();
    QVERIFY2(!told, "nobody is there any more to hear it");
  }

  void anErrandIsCancelledAndStillAnswers() {
    Errands errands(m_clock, std::make_shared<RecordedSystem>());
    bool cancelled = false;
    errands.run(
        1min,
        [](System&, const Clock&, const Patience& patience) {
          while (!patience.over()) std::this_thread::yield();
          return patience.cancelled();
        },
        [&cancelled](bool was) { cancelled = was; });
    QVERIFY(errands.busy());
    errands.cancel();
    QTRY_VERIFY(cancelled);
    QVERIFY(!errands.busy());
  }

 private:
  [[nodiscard]] Patience patience() const { return {*m_clock, 10s}; }

  std::shared_ptr<const Clock> m_clock = std::make_shared<SystemClock>();
};

QTEST_GUILESS_MAIN(ActionRunnerTest)
#include "tst_action_runner.moc"
