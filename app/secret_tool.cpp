#include "app/secret_tool.h"

#include <QCoreApplication>
#include <QPointer>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

namespace lk::app {

namespace {

// A keychain that is locked asks its user first.
constexpr std::chrono::seconds kPatience{90};

QString tr(const char* text) { return QCoreApplication::translate("lk::app", text); }

QString program() { return QStandardPaths::findExecutable(QStringLiteral("secret-tool")); }

struct Ended {
  bool good = false;  // exit code 0
  QByteArray out;
  QString why;
};

QStringList attributes(const QString& name) {
  return {QStringLiteral("application"), QStringLiteral("linekeeper"), QStringLiteral("connection"), name};
}

void run(const QStringList& arguments, const QByteArray& input, QObject* context,
         const std::function<void(const Ended&)>& done) {
  auto* process = new QProcess(context);
  const auto end = [process, done](const Ended& ended) {
    process->disconnect();
    if (process->state() != QProcess::NotRunning) process->kill();
    process->deleteLater();
    done(ended);
  };
  QObject::connect(process, &QProcess::finished, context, [process, end](int code, QProcess::ExitStatus status) {
    end({status == QProcess::NormalExit && code == 0, process->readAllStandardOutput(),
         QString::fromUtf8(process->readAllStandardError()).trimmed()});
  });
  QObject::connect(process, &QProcess::errorOccurred, context, [process, end](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) end({false, {}, process->errorString()});
  });
  QTimer::singleShot(kPatience, process, [end] { end({false, {}, tr("the keychain does not answer")}); });
  process->start(program(), arguments);
  process->write(input);
  process->closeWriteChannel();
}

Error refused(const QString& why) {
  return {Error::Code::Io, tr("The keychain refused: %1. Unlock it, or choose another place for the password.")
                               .arg(why.isEmpty() ? tr("it gave no reason") : why)
                               .toStdString()};
}

}  // namespace

QString SecretTool::missing() const {
  if (program().isEmpty()) {
    return tr("There is no keychain to be used: install secret-tool (Debian: libsecret-tools) for the desktop's.");
  }
  if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") && qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR")) {
    return tr("There is no keychain to be used: this is no desktop session.");
  }
  return {};
}

void SecretTool::save(const QString& name, const QString& secret, QObject* context, Reply<void> done) {
  const QStringList arguments{QStringLiteral("store"), QStringLiteral("--label"),
                              tr("Redis for Linekeeper: %1").arg(name)};
  run(arguments + attributes(name), secret.toUtf8(), context,
      [done](const Ended& ended) { done(ended.good ? Result<void>() : Result<void>(refused(ended.why))); });
}

void SecretTool::read(const QString& name, QObject* context, Reply<QString> done) {
  run(QStringList{QStringLiteral("lookup")} + attributes(name), {}, context, [done, name](const Ended& ended) {
    if (ended.good && !ended.out.isEmpty()) return done(QString::fromUtf8(ended.out));
    if (!ended.why.isEmpty()) return done(refused(ended.why));
    done(Error{Error::Code::NotFound,
               tr("The keychain has no password for %1 yet. Type it, and it is kept.").arg(name).toStdString()});
  });
}

void SecretTool::remove(const QString& name, QObject* context, Reply<void> done) {
  run(QStringList{QStringLiteral("clear")} + attributes(name), {}, context, [done](const Ended& ended) {
    done(ended.good || ended.why.isEmpty() ? Result<void>() : Result<void>(refused(ended.why)));
  });
}

}  // namespace lk::app
