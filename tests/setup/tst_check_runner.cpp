// Checks run beside each other, end at their own pace, can be cancelled, and never hold up whoever asked.
#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "server/setup/check_runner.h"
#include "tests/setup/recorded_system.h"

using namespace lk;
using namespace lk::setup;
using namespace std::chrono_literals;

namespace {

// A latch that checks wait at, and that knows how many do.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(m_mutex);
    ++m_waiting;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return m_open; });
    --m_waiting;
    m_changed.notify_all();
  }
  void open() {
    const std::lock_guard lock(m_mutex);
    m_open = true;
    m_changed.notify_all();
  }
  [[nodiscard]] int waiting() {
    const std::lock_guard lock(m_mutex);
    return m_waiting;
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_open = false;
  int m_waiting = 0;
};

class FakeCheck final : public Check {
 public:
  using Run = std::function<std::vector<Finding>(const Surroundings&, const Patience&)>;

  FakeCheck(std::string id, Run run, std::chrono::milliseconds deadline = 30s)
      : m_id(std::move(id)), m_run(std::move(run)), m_deadline(deadline) {}

  std::string_view id() const override { return m_id; }
  Area area() const override { return Area::Ports; }
  Text title() const override { return text("a check"); }
  std::chrono::milliseconds deadline() const override { return m_deadline; }
  std::vector<Finding> run(System&, const Surroundings& around, const Patience& patience) override {
    return m_run(around, patience);
  }

 private:
  std::string m_id;
  Run m_run;
  std::chrono::milliseconds m_deadline;
};

std::vector<Finding> good(const std::string& id) { return {{id, Grade::Good, text("good"), {}, {}, std::nullopt}}; }

// What a runner said, in order: "started ports.a", "hung …", "ended …", "finished".
class Heard : public QObject {
  Q_OBJECT

 public:
  explicit Heard(CheckRunner& runner) {
    connect(&runner, &CheckRunner::checkStarted, this,
            [this](const Check& check) { m_said.push_back("started " + std::string(check.id())); });
    connect(&runner, &CheckRunner::checkHung, this, [this](const Check& check, const Finding& finding) {
      m_said.push_back("hung " + std::string(check.id()));
      m_findings.push_back(finding);
    });
    connect(&runner, &CheckRunner::checkEnded, this, [this](const Check& check, const CheckOutcome& outcome) {
      const bool cancelled = outcome.end == CheckOutcome::End::Cancelled;
      m_said.push_back((cancelled ? "cancelled " : "ended ") + std::string(check.id()));
      m_findings.insert(m_findings.end(), outcome.findings.begin(), outcome.findings.end());
    });
    connect(&runner, &CheckRunner::finished, this, [this] { m_said.push_back("finished"); });
  }

  [[nodiscard]] bool has(const std::string& what) const { return count(what) > 0; }
  [[nodiscard]] std::ptrdiff_t count(const std::string& what) const {
    return std::count(m_said.begin(), m_said.end(), what);
  }
  [[nodiscard]] bool found(const std::string& id, Grade grade) const {
    return std::any_of(m_findings.begin(), m_findings.end(),
                       [&](const Finding& finding) { return finding.id == id && finding.grade == grade; });
  }
  [[nodiscard]] const std::string& last() const { return m_said.back(); }

 private:
  std::vector<std::string> m_said;
  std::vector<Finding> m_findings;
};

}  // namespace

class CheckRunnerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyCheckStartsEndsAndThenItIsFinished() {
    constexpr int kChecks = 40;
    std::atomic<int> ran = 0;
    Checks checks;
    for (int i = 0; i < kChecks; ++i) {
      const std::string id = "ports." + std::to_string(i);
      checks.push_back(std::make_unique<FakeCheck>(id, [&ran, id](const Surroundings&, const Patience&) {
        ++ran;
        return good(id);
      }));
    }
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_VERIFY(heard.has("finished"));
    QCOMPARE(ran.load(), kChecks);
    for (int i = 0; i < kChecks; ++i) {
      const std::string id = "ports." + std::to_string(i);
      QCOMPARE(heard.count("started " + id), 1);
      QCOMPARE(heard.count("ended " + id), 1);
      QVERIFY(heard.found(id, Grade::Good));
    }
    QCOMPARE(heard.last(), std::string("finished"));
    QCOMPARE(heard.count("finished"), 1);
    QVERIFY(runner.finishedAll());
  }

  void noChecksAreFinishedFromTheLoop() {
    CheckRunner runner(m_clock, m_system, {});
    QSignalSpy finished(&runner, &CheckRunner::finished);
    runner.start({});
    QCOMPARE(finished.size(), 0);
    QTRY_COMPARE(finished.size(), 1);
  }

  void aFewRunBesideEachOtherAndNoMore() {
    auto gate = std::make_shared<Gate>();
    Checks checks;
    for (int i = 0; i < 3 * CheckRunner::kAtATime; ++i) checks.push_back(waitingAt(gate, "ports." + std::to_string(i)));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_COMPARE(gate->waiting(), CheckRunner::kAtATime);
    QVERIFY(!heard.has("started ports." + std::to_string(CheckRunner::kAtATime)));
    gate->open();
    QTRY_VERIFY(heard.has("finished"));
  }

  void theyKnowTheSurroundings() {
    Surroundings around;
    around.settings.nodeId = "n7";
    Checks checks;
    std::string seen;
    checks.push_back(std::make_unique<FakeCheck>("ports.a", [&seen](const Surroundings& given, const Patience&) {
      seen = given.settings.nodeId;
      return good("ports.a");
    }));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start(around);
    QTRY_VERIFY(heard.has("finished"));
    QCOMPARE(seen, std::string("n7"));
  }

  void aDeadlineEndsThePatience() {
    Checks checks;
    checks.push_back(std::make_unique<FakeCheck>(
        "ports.a",
        [](const Surroundings&, const Patience& patience) {
          while (!patience.over()) std::this_thread::sleep_for(1ms);
          return good(patience.cancelled() ? "ports.cancelled" : "ports.over");
        },
        50ms));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_VERIFY(heard.has("finished"));
    QVERIFY(heard.found("ports.over", Grade::Good));
  }

  void aCheckThatHangsIsSaidToAndCanBeCancelled() {
    auto gate = std::make_shared<Gate>();
    Checks checks;
    checks.push_back(waitingAt(gate, "ports.hangs", 1ms));
    checks.push_back(std::make_unique<FakeCheck>("ports.b", [](auto&, auto&) { return good("ports.b"); }));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_VERIFY_WITH_TIMEOUT(heard.has("hung ports.hangs"), 30'000);
    QVERIFY(heard.found("ports.check-hung", Grade::Unknown));
    QVERIFY(heard.has("ended ports.b"));
    QVERIFY(!heard.has("finished"));
    runner.cancel("ports.hangs");
    QVERIFY(heard.has("cancelled ports.hangs"));
    QVERIFY(heard.found("ports.check-cancelled", Grade::Unknown));
    QTRY_VERIFY(heard.has("finished"));
    gate->open();
    QTRY_COMPARE(gate->waiting(), 0);
    QCoreApplication::processEvents();
    QVERIFY(!heard.has("ended ports.hangs"));  // it came too late
  }

  void aHungCheckThatReturnsAfterAllCounts() {
    auto gate = std::make_shared<Gate>();
    Checks checks;
    checks.push_back(waitingAt(gate, "ports.hangs", 1ms));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_VERIFY_WITH_TIMEOUT(heard.has("hung ports.hangs"), 30'000);
    gate->open();
    QTRY_VERIFY(heard.has("finished"));
    QVERIFY(heard.has("ended ports.hangs"));
    QVERIFY(heard.found("ports.hangs", Grade::Good));
  }

  void hungChecksDoNotHoldUpTheOthers() {
    auto gate = std::make_shared<Gate>();
    Checks checks;
    for (int i = 0; i < CheckRunner::kAtATime; ++i) {
      checks.push_back(waitingAt(gate, "ports." + std::to_string(i), 1ms));
    }
    checks.push_back(std::make_unique<FakeCheck>("ports.last", [](auto&, auto&) { return good("ports.last"); }));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_VERIFY_WITH_TIMEOUT(heard.has("ended ports.last"), 30'000);
    gate->open();
    QTRY_VERIFY(heard.has("finished"));
  }

  void oneIsCancelledWhileOthersGoOn() {
    auto gate = std::make_shared<Gate>();
    Checks checks;
    checks.push_back(std::make_unique<FakeCheck>("ports.patient", [](auto&, const Patience& patience) {
      while (!patience.over()) std::this_thread::sleep_for(1ms);
      return good("ports.patient");
    }));
    checks.push_back(waitingAt(gate, "ports.other"));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_VERIFY(heard.has("started ports.other"));
    runner.cancel("ports.patient");
    runner.cancel("ports.patient");
    runner.cancel("ports.unheard-of");
    QCOMPARE(heard.count("cancelled ports.patient"), 1);
    gate->open();
    QTRY_VERIFY(heard.has("finished"));
    QVERIFY(heard.has("ended ports.other"));
  }

  void allAreCancelledThoseNotBegunToo() {
    auto gate = std::make_shared<Gate>();
    Checks checks;
    constexpr int kChecks = 2 * CheckRunner::kAtATime;
    for (int i = 0; i < kChecks; ++i) checks.push_back(waitingAt(gate, "ports." + std::to_string(i)));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_COMPARE(gate->waiting(), CheckRunner::kAtATime);
    runner.cancelAll();
    QTRY_VERIFY(heard.has("finished"));
    for (int i = 0; i < kChecks; ++i) QVERIFY(heard.has("cancelled ports." + std::to_string(i)));
    QVERIFY(!heard.has("started ports." + std::to_string(CheckRunner::kAtATime)));
    gate->open();
  }

  void aCheckWithNothingToSayIsUnknown() {
    Checks checks;
    checks.push_back(std::make_unique<FakeCheck>("ports.a", [](auto&, auto&) { return std::vector<Finding>(); }));
    CheckRunner runner(m_clock, m_system, std::move(checks));
    Heard heard(runner);
    runner.start({});
    QTRY_VERIFY(heard.has("finished"));
    QVERIFY(heard.found("ports.check-silent", Grade::Unknown));
  }

  // Its thread wakes up in a world where the runner is gone, and still has its own.
  void aHungCheckOutlivesItsRunner() {
    auto gate = std::make_shared<Gate>();
    const std::weak_ptr<const Clock> clock = m_clock;
    std::weak_ptr<System> system;
    {
      auto own = std::make_shared<test::RecordedSystem>();
      system = own;
      Checks checks;
      checks.push_back(waitingAt(gate, "ports.hangs"));
      CheckRunner runner(m_clock, std::move(own), std::move(checks));
      runner.start({});
      QTRY_COMPARE(gate->waiting(), 1);
    }
    QVERIFY(!system.expired());
    gate->open();
    QTRY_VERIFY(system.expired());
  }

  void runnersComeAndGoWhileChecksReturn() {
    for (int i = 0; i < 200; ++i) {
      Checks checks;
      for (int j = 0; j < 4; ++j) {
        checks.push_back(std::make_unique<FakeCheck>("ports." + std::to_string(j), [](auto&, const Patience& patience) {
          while (!patience.cancelled()) std::this_thread::yield();
          return good("ports.a");
        }));
      }
      CheckRunner runner(m_clock, m_system, std::move(checks));
      runner.start({});
      QCoreApplication::processEvents();
      if (i % 2 == 0) runner.cancelAll();
    }
    QTRY_COMPARE(m_system.use_count(), 1);  // all have returned
  }

 private:
  static std::unique_ptr<Check> waitingAt(const std::shared_ptr<Gate>& gate, const std::string& id,
                                          std::chrono::milliseconds deadline = 30s) {
    return std::make_unique<FakeCheck>(
        id,
        [gate, id](const Surroundings&, const Patience&) {
          gate->pass();
          return good(id);
        },
        deadline);
  }

  std::shared_ptr<const Clock> m_clock = std::make_shared<SystemClock>();
  std::shared_ptr<System> m_system = std::make_shared<test::RecordedSystem>();
};

QTEST_GUILESS_MAIN(CheckRunnerTest)
#include "tst_check_runner.moc"
