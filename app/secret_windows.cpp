#include "app/secret_windows.h"

#include <windows.h>
// After windows.h, which it needs.
#include <wincred.h>

#include <QCoreApplication>

namespace lk::app {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::app", text); }

std::wstring target(const QString& name) { return (QStringLiteral("Linekeeper:") + name).toStdWString(); }

Error refused() {
  return {Error::Code::Io, tr("Windows' credential store refused, error %1. Choose another place for the password.")
                               .arg(GetLastError())
                               .toStdString()};
}

template <typename T>
void later(QObject* context, ui::SecretStore::Reply<T> done, Result<T> result) {
  QMetaObject::invokeMethod(
      context, [done = std::move(done), result = std::move(result)] { done(result); }, Qt::QueuedConnection);
}

}  // namespace

void SecretWindows::save(const QString& name, const QString& secret, QObject* context, Reply<void> done) {
  QByteArray bytes = secret.toUtf8();
  std::wstring where = target(name);
  CREDENTIALW credential{};
  credential.Type = CRED_TYPE_GENERIC;
  credential.TargetName = where.data();
  credential.CredentialBlobSize = static_cast<DWORD>(bytes.size());
  credential.CredentialBlob = reinterpret_cast<LPBYTE>(bytes.data());
  credential.Persist = CRED_PERSIST_LOCAL_MACHINE;
  const bool kept = CredWriteW(&credential, 0) != FALSE;
  later<void>(context, std::move(done), kept ? Result<void>() : Result<void>(refused()));
}

void SecretWindows::read(const QString& name, QObject* context, Reply<QString> done) {
  PCREDENTIALW credential = nullptr;
  if (CredReadW(target(name).c_str(), CRED_TYPE_GENERIC, 0, &credential) == FALSE) {
    const bool isNone = GetLastError() == ERROR_NOT_FOUND;
    const Error none{Error::Code::NotFound,
                     tr("Windows has no password for %1 yet. Type it, and it is kept.").arg(name).toStdString()};
    return later<QString>(context, std::move(done), isNone ? none : refused());
  }
  const QString secret = QString::fromUtf8(reinterpret_cast<const char*>(credential->CredentialBlob),
                                           static_cast<qsizetype>(credential->CredentialBlobSize));
  CredFree(credential);
  later<QString>(context, std::move(done), secret);
}

void SecretWindows::remove(const QString& name, QObject* context, Reply<void> done) {
  const bool gone =
      CredDeleteW(target(name).c_str(), CRED_TYPE_GENERIC, 0) != FALSE || GetLastError() == ERROR_NOT_FOUND;
  later<void>(context, std::move(done), gone ? Result<void>() : Result<void>(refused()));
}

}  // namespace lk::app
