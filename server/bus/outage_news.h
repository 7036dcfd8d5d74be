#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <string>

namespace lk::bus {

// Whether the bus is up, and why not. That it is up is told at once; why it is away not while that may yet change by
// itself, and not all the time.
class OutageNews final : public QObject {
  Q_OBJECT

 public:
  using OnChanged = std::function<void(bool up, const std::string& why)>;

  explicit OutageNews(OnChanged onChanged);

  // There is nothing to say before the first try is over.
  void start();
  // What is so now; why counts for what is not up.
  void set(bool up, std::string why);

  [[nodiscard]] bool up() const { return m_up; }
  [[nodiscard]] const std::string& why() const { return m_why; }

 private:
  void tellWhy();

  const OnChanged m_onChanged;
  bool m_up = false;
  std::string m_why;
  std::string m_toldWhy;
  QTimer m_pause;
};

}  // namespace lk::bus
