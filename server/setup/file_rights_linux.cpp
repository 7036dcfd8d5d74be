#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <QFile>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "server/setup/file_rights.h"

namespace lk::setup {

namespace {

// Not all there are: what a signature says of the old content is none of the new one's.
constexpr std::array kAttributes = {"system.posix_acl_access", "security.selinux"};

Error failed(const std::string& what) {
  const int why = errno;
  const auto code = why == EPERM || why == EACCES ? Error::Code::NotPermitted : Error::Code::Io;
  return {code, what + std::strerror(why)};
}

// Empty: it has none, or its file system knows none.
template <typename Get>
Result<std::string> attribute(Get get) {
  std::string value(64 << 10, '\0');  // none is larger
  const ssize_t size = get(value.data(), value.size());
  if (size < 0 && errno != ENODATA && errno != ENOTSUP) return failed("its attributes cannot be seen: ");
  value.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return value;
}

Result<void> copyAttribute(const char* from, int to, const char* name) {
  const auto wanted = attribute([&](char* at, std::size_t size) { return ::getxattr(from, name, at, size); });
  if (!wanted) return wanted.error();
  const auto now = attribute([&](char* at, std::size_t size) { return ::fgetxattr(to, name, at, size); });
  if (!now) return now.error();
  if (*now == *wanted) return {};
  const int set = wanted->empty() ? ::fremovexattr(to, name) : ::fsetxattr(to, name, wanted->data(), wanted->size(), 0);
  if (set != 0) return failed(std::string("its ") + name + " cannot be kept: ");
  return {};
}

}  // namespace

Result<void> copyRights(const QString& from, const QFileDevice& to) {
  const QByteArray path = QFile::encodeName(from);
  const int file = to.handle();
  struct stat wanted {};
  if (::stat(path.constData(), &wanted) != 0) {
    if (errno == ENOENT) return {};
    return failed("its owner cannot be seen: ");
  }
  struct stat now {};
  if (::fstat(file, &now) != 0) return failed("its owner cannot be seen: ");
  const bool same = wanted.st_uid == now.st_uid && wanted.st_gid == now.st_gid;
  if (!same && ::fchown(file, wanted.st_uid, wanted.st_gid) != 0) return failed("its owner and group cannot be kept: ");
  for (const char* name : kAttributes) {
    if (auto copied = copyAttribute(path.constData(), file, name); !copied) return copied;
  }
  if (::fchmod(file, wanted.st_mode & 07777U) != 0) return failed("its mode cannot be kept: ");
  return {};
}

}  // namespace lk::setup
