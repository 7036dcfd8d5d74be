#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

#include "server/base/clock.h"
#include "server/setup/patience.h"
#include "server/setup/system.h"

namespace lk::setup {

// Work on the system that nobody may wait for in his own thread: each errand in a thread of its own, what came of it in
// the owner's, from its event loop. Lives in a thread with one.
class Errands final : public QObject {
 public:
  // clock and system: shared, as a thread that does not come back is left to itself with all it uses.
  Errands(std::shared_ptr<const Clock> clock, std::shared_ptr<System> system, QObject* parent = nullptr);
  // Cancels what is under way and waits for it, half a second at most; for those that have to be finished until they
  // are.
  ~Errands() override;

  enum class Ending : std::uint8_t { AtOnce, Finish /* half a change is worse than a late end */ };

  // work(System&, const Clock&, const Patience&) ends soon after its patience; done(its result) is called once it has
  // returned, cancelled or not, but not after the end of this.
  template <typename Work, typename Done>
  void run(std::chrono::milliseconds atMost, Work work, Done done, Ending ending = Ending::AtOnce) {
    start(
        atMost,
        [work = std::move(work), done = std::move(done)](System& system, const Clock& clock,
                                                         const Patience& patience) -> std::function<void()> {
          return [done, result = work(system, clock, patience)]() mutable { done(std::move(result)); };
        },
        ending);
  }
  void cancel();
  [[nodiscard]] bool busy() const { return m_busy > 0; }

 private:
  struct Shared;
  using Work = std::function<std::function<void()>(System&, const Clock&, const Patience&)>;

  void start(std::chrono::milliseconds atMost, Work work, Ending ending);

  std::shared_ptr<Shared> m_shared;
  std::vector<Patience> m_patiences;
  int m_busy = 0;
};

}  // namespace lk::setup
