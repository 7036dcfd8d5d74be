#include "ui/setup_words.h"

#include <QCoreApplication>

#include "ui/words.h"

namespace lk::ui::words {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui::words", text); }

// A value that is a word of the program, in the user's language; any other as it is.
QString word(const std::string& value) {
  if (const auto status = commandStatusFromText(value)) return commandStatus(*status);
  if (const auto reason = closeReasonFromText(value)) return closeReason(*reason);
  return QCoreApplication::translate("lk::setup", value.c_str());
}

}  // namespace

QString said(const setup::Text& text) {
  const QString form = QCoreApplication::translate("lk::setup", text.form.c_str());
  std::vector<std::string> values;
  for (std::size_t place = 0; place < text.values.size(); ++place) {
    const bool isText = place < text.texts.size() && !text.texts[place].empty();
    values.push_back((isText ? said(text.texts[place]) : word(text.values[place])).toStdString());
  }
  return QString::fromStdString(setup::filled(form.toStdString(), values));
}

QString plain(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString grade(setup::Grade grade) {
  switch (grade) {
    case setup::Grade::Good: return tr("Good");
    case setup::Grade::Unknown: return tr("Not known");
    case setup::Grade::Warning: return tr("Warning");
    case setup::Grade::Problem: return tr("Problem");
  }
  return {};
}

Tone gradeTone(setup::Grade grade) {
  switch (grade) {
    case setup::Grade::Good: return Tone::Good;
    case setup::Grade::Unknown: return Tone::Muted;
    case setup::Grade::Warning: return Tone::Warning;
    case setup::Grade::Problem: return Tone::Bad;
  }
  return Tone::Muted;
}

QString gradeIcon(setup::Grade grade) {
  switch (grade) {
    case setup::Grade::Good: return QStringLiteral("good");
    case setup::Grade::Unknown: return QStringLiteral("unknown");
    case setup::Grade::Warning: return QStringLiteral("warning");
    case setup::Grade::Problem: return QStringLiteral("problem");
  }
  return {};
}

QString area(setup::Area area) {
  switch (area) {
    case setup::Area::Nginx: return tr("nginx");
    case setup::Area::Firewall: return tr("Firewall");
    case setup::Area::Redis: return tr("Redis");
    case setup::Area::Ports: return tr("Ports");
    case setup::Area::Limits: return tr("Limits");
    case setup::Area::Reach: return tr("Reach");
  }
  return {};
}

QString areaHelp(setup::Area area) {
  switch (area) {
    case setup::Area::Nginx: return tr("whether nginx leads every device to a live node, and cuts none that is silent");
    case setup::Area::Firewall: return tr("whether the firewall lets devices in, on which networks");
    case setup::Area::Redis: return tr("whether Redis keeps routes and durable commands, and answers soon enough");
    case setup::Area::Ports: return tr("whether the ports are free, or who has them");
    case setup::Area::Limits: return tr("whether the system lets as many devices in as the settings say");
    case setup::Area::Reach: return tr("whether a device gets through to a node, tried from this machine's addresses");
  }
  return {};
}

QString stepEnd(setup::NginxStep::End end) {
  switch (end) {
    case setup::NginxStep::End::Good: return tr("Done");
    case setup::NginxStep::End::Failed: return tr("Failed");
    case setup::NginxStep::End::Left: return tr("Left out");
  }
  return {};
}

setup::Grade stepGrade(setup::NginxStep::End end) {
  switch (end) {
    case setup::NginxStep::End::Good: return setup::Grade::Good;
    case setup::NginxStep::End::Failed: return setup::Grade::Problem;
    case setup::NginxStep::End::Left: return setup::Grade::Unknown;
  }
  return setup::Grade::Unknown;
}

QString actionOutcome(const setup::ActionOutcome& outcome, bool undone) {
  using End = setup::ActionOutcome::End;
  const QString last = outcome.ran.empty() ? QString() : QString::fromStdString(outcome.ran.back().said);
  switch (outcome.end) {
    case End::Done:
      return undone ? tr("Taken back. Run the check again to see what it says now.")
                    : tr("Done. Run the check again to see what it says now.");
    case End::Failed: {
      const QString command = QString::fromStdString(outcome.ran.back().command.program);
      const QString before =
          outcome.changedSomething() ? tr("The commands before it were run.") : tr("Nothing was changed.");
      return tr("%1 failed: %2").arg(command, last.isEmpty() ? tr("it gave no reason.") : last) + QLatin1Char('\n') +
             before;
    }
    case End::Declined: return tr("The administrator's rights were not given, so nothing was changed.");
    case End::NoRights:
      return tr(
          "It takes an administrator's rights, and there is no pkexec here to ask for them. Copy the commands and "
          "run them in a terminal.");
    case End::Cancelled:
      return outcome.changedSomething() ? tr("Cancelled after the first commands were run.")
                                        : tr("Cancelled; nothing was changed.");
  }
  return {};
}

QString toneRole(Tone tone) {
  switch (tone) {
    case Tone::Normal: return QStringLiteral("value");
    case Tone::Muted: return QStringLiteral("muted");
    case Tone::Good: return QStringLiteral("good");
    case Tone::Warning: return QStringLiteral("warning");
    case Tone::Bad: return QStringLiteral("error");
  }
  return {};
}

}  // namespace lk::ui::words
