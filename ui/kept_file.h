#pragma once

#include <QObject>
#include <QThreadPool>

#include "server/base/result.h"

namespace lk::ui {

// A small file that the console keeps for itself. It is written whole beside the old one and put in its place, in a
// thread of its own, readable by its owner alone: whatever happens meanwhile, the old or the new one is there.
class KeptFile final : public QObject {
  Q_OBJECT

 public:
  // An empty path: nothing is kept.
  explicit KeptFile(const QString& path, QObject* parent = nullptr);
  ~KeptFile() override;  // waits until what was to be written is there

  // Empty: there is none yet. Errors: Io; it can't be read, or is larger than atMost.
  [[nodiscard]] Result<QByteArray> read(qint64 atMost) const;
  // What can't be understood stays beside, for a person to look at; the answer is where.
  [[nodiscard]] QString setAside() const;
  void write(const QByteArray& bytes);
  [[nodiscard]] const QString& path() const { return m_path; }

 Q_SIGNALS:
  void failed(const QString& why);

 private:
  const QString m_path;
  QThreadPool m_thread;
};

}  // namespace lk::ui
