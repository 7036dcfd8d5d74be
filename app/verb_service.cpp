#include <QThread>

#include "app/service_control.h"
#include "app/service_host.h"
#include "app/service_manager.h"
#include "app/service_run.h"
#include "app/verb.h"

namespace lk::app {

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

QString stateName(ServiceState state) {
  switch (state) {
    case ServiceState::Stopped: return s("stopped");
    case ServiceState::Starting: return s("starting");
    case ServiceState::Running: return s("running");
    case ServiceState::Stopping: return s("stopping");
  }
  return {};
}

QJsonObject jsonOf(const ServiceSeen& seen) {
  return {{s("service"), s(kServiceName)},
          {s("state"), stateName(seen.state)},
          {s("pid"), seen.pid == 0 ? QJsonValue() : QJsonValue(seen.pid)},
          {s("exit_code"), seen.exitCode},
          {s("starts_with_windows"), seen.automatic},
          {s("account"), seen.account},
          {s("command_line"), seen.commandLine}};
}

// What does here what that word does on Windows. Every word that there is has one.
QString systemdCommand(const QString& word) {
  if (word == QLatin1StringView("install")) return s("systemctl enable --now linekeeper");
  if (word == QLatin1StringView("remove")) return s("systemctl disable --now linekeeper");
  if (word == QLatin1StringView("run")) return s("linekeeper --headless");
  return s("systemctl %1 linekeeper").arg(word);
}

class ServiceVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    static const QStringList kWords = {s("install"), s("remove"), s("start"), s("stop"), s("status"), s("run")};
    const QString word = m_line.words.value(0);
    if (m_line.words.size() != 1 || !kWords.contains(word)) {
      return fail({Error::Code::Usage, "service wants one word of install, remove, start, stop and status"});
    }
    if (word != s("install") && word != s("run")) {
      for (auto option = m_line.options.cbegin(); option != m_line.options.cend(); ++option) {
        if (option.key() == s("json")) continue;
        return fail({Error::Code::Usage,
                     "--" + option.key().toStdString() + " is for service install; the others take --json only"});
      }
    }
    if (word == s("run")) return run();
    m_control = systemServiceControl();
    if (!m_control) return failWithoutManager(word);
    m_manager = std::make_unique<ServiceManager>(*m_control, m_clock, [](std::chrono::milliseconds wait) {
      QThread::msleep(static_cast<unsigned long>(wait.count()));
    });
    if (word == s("install")) return install();
    if (word == s("remove")) return remove();
    if (word == s("status")) return show(m_manager->status(), true);
    show(word == s("start") ? m_manager->start() : m_manager->stop(), false);
  }

 protected:
  // As a service, a word of the console's is not for it: one comes to all programs when somebody logs off.
  void interrupted() override {
    if (m_run == nullptr) Verb::interrupted();
  }

 private:
  void failWithoutManager(const QString& word) {
    fail({Error::Code::Usage,
          "'service " + word.toStdString() +
              "' is for Windows; this system's services are systemd's, so say: " + systemdCommand(word).toStdString()});
  }

  void install() {
    const auto plan = planService(m_line, systemServiceSurroundings());
    if (!plan) return fail(plan.error());
    if (const auto installed = m_manager->install(*plan); !installed) return fail(installed.error());
    for (const QString& note : plan->notes) m_output.note(s("linekeeper: ") + note);
    m_output.line(s("The service %1 is installed. It starts with Windows, as %2, and keeps its settings, history and "
                    "logs in %3.\nStart it now with: linekeeper service start")
                      .arg(s(kServiceName), serviceAccount(), plan->dataFolder));
    m_output.value(QJsonObject{{s("service"), s(kServiceName)},
                               {s("state"), s("installed")},
                               {s("account"), serviceAccount()},
                               {s("data_folder"), plan->dataFolder},
                               {s("command_line"), plan->commandLine}});
    end(kDone);
  }

  void remove() {
    if (const auto removed = m_manager->remove(); !removed) return fail(removed.error());
    m_output.line(s("The service %1 is removed. Its data folder stays.").arg(s(kServiceName)));
    m_output.value(QJsonObject{{s("service"), s(kServiceName)}, {s("state"), s("removed")}});
    end(kDone);
  }

  // isQuestion: whether it runs; else it is now as it was asked to be.
  void show(const Result<ServiceSeen>& seen, bool isQuestion) {
    if (!seen) return fail(seen.error());
    const QString state = stateName(seen->state);
    m_output.line(seen->pid == 0 ? s("%1: %2").arg(s(kServiceName), state)
                                 : s("%1: %2, process %3").arg(s(kServiceName), state).arg(seen->pid));
    m_output.value(jsonOf(*seen));
    end(isQuestion && seen->state != ServiceState::Running ? kAnswerIsNo : kDone);
  }

  void run() {
    m_host = systemServiceHost();
    if (!m_host) return failWithoutManager(s("run"));
    if (!m_line.has(s("data-folder"))) {
      return fail({Error::Code::Usage, "service run wants --data-folder DIR, as 'service install' gives it"});
    }
    if (const auto joined = m_host->join(); !joined) return fail(joined.error());
    m_run = std::make_unique<ServiceRun>(m_line, *m_host);
    connect(m_run.get(), &ServiceRun::ended, this, &ServiceVerb::end);
    m_run->start();
  }

  const SystemClock m_clock{};
  std::unique_ptr<ServiceControl> m_control;
  std::unique_ptr<ServiceManager> m_manager;
  std::unique_ptr<ServiceHost> m_host;
  std::unique_ptr<ServiceRun> m_run;
};

}  // namespace

std::unique_ptr<Verb> makeService(const CommandLine& line) { return std::make_unique<ServiceVerb>(line); }

}  // namespace lk::app
