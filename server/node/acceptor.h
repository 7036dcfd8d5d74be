#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/base/settings.h"
#include "server/node/accept_gate.h"
#include "server/node/accept_pace.h"
#include "server/node/accept_pause.h"
#include "server/node/io_mail.h"
#include "server/node/listener.h"
#include "server/node/metrics_sample.h"
#include "server/node/node_records.h"
#include "server/node/proxy_policy.h"

namespace lk::node {

// Lets connections come to a node: its listeners, who may come in, how fast, and what if descriptors run out.
class Acceptor final : public QObject {
  Q_OBJECT

 public:
  using Adopt = std::function<void(to_io::Adopt)>;  // its descriptor is the receiver's
  using LoadNow = std::function<AcceptPace::Load()>;

  Acceptor(const Settings& settings, const Clock& clock, NodeRecords& records, Adopt adopt, LoadNow loadNow,
           QObject* parent = nullptr);

  // Errors: an address that can't be listened on, or is no address.
  Result<void> listen(const std::string& address);
  [[nodiscard]] const QStringList& addresses() const { return m_addresses; }  // as bound
  void reload(const Settings& settings);
  void close();  // for good

  // What becomes of those that were adopted.
  void take(const to_node::AddressKnown& message);
  void take(const to_node::GuestSettled& message);
  void take(const to_node::ConnectionGone& message);
  [[nodiscard]] AddressTally& tally() { return m_gate.addresses(); }
  [[nodiscard]] std::size_t connections() const { return m_gate.connections(); }

  void fill(Figures& figures) const;
  void fill(MetricsSample& sample) const;

 private:
  void accept(qintptr descriptor);
  void noteRefusal(const PeerAddress& peer, CloseReason reason, std::string_view sentence);
  void pause(bool noneLeft);
  void tryAgain();
  void acceptAtPace();
  void holdListeners();

  const Clock& m_clock;
  NodeRecords& m_records;
  const Adopt m_adopt;
  const LoadNow m_loadNow;
  AcceptGate m_gate;
  ProxyPolicy m_proxies;
  AcceptPace m_pace;
  AcceptPause m_pause;
  std::vector<std::unique_ptr<Listener>> m_listeners;
  QStringList m_addresses;
  std::size_t m_mayAccept = 1;  // until the pace is looked at again
  QTimer m_paceTimer;
  QTimer m_pauseTimer;
  Clock::Steady m_nextRefusalNote{};
};

}  // namespace lk::node
