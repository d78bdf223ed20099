// Fields of research: categories (primary first), phrases that belong together, and single terms.

const topic = (categories, phrases, terms) => ({ categories: categories.split(" "), phrases: phrases.split("; "), terms: terms.split(" ") });

/** The fields, most papers first. */
export const TOPICS = [
  topic(
    "cs.CL cs.LG cs.AI",
    "large language models; instruction tuning; chain of thought prompting; in-context learning; preference optimization",
    "language model token prompt reasoning instruction alignment hallucination evaluation benchmark scaling pretrained generation safety",
  ),
  topic(
    "cs.CV cs.LG",
    "object detection; semantic segmentation; vision transformer; image classification; self-supervised learning",
    "image visual object feature backbone transformer pixel detection segmentation recognition augmentation",
  ),
  topic(
    "cs.LG stat.ML",
    "deep neural networks; stochastic gradient descent; generalization bounds; representation learning; contrastive learning",
    "learning network training loss gradient generalization optimization regularization convergence feature",
  ),
  topic(
    "cs.IR cs.CL",
    "dense retrieval; contrastive pre-training for retrieval; retrieval augmented generation; passage ranking; sequential recommendation",
    "retrieval query document ranking relevance embedding index recommendation user item contrastive dense",
  ),
  topic(
    "cs.CV cs.GR",
    "diffusion models; text-to-image generation; neural radiance fields; gaussian splatting; video generation",
    "diffusion generation image latent scene rendering view synthesis video guidance text",
  ),
  topic(
    "cs.LG cs.AI",
    "reinforcement learning; offline reinforcement learning; policy gradient; world models; multi-agent reinforcement learning",
    "policy reward agent environment action exploration state value offline control",
  ),
  topic(
    "cs.LG cs.SI",
    "graph neural networks; knowledge graph completion; link prediction; message passing; node classification",
    "graph node edge network message embedding structure spectral heterophily subgraph",
  ),
  topic(
    "cs.RO cs.AI",
    "robot manipulation; motion planning; imitation learning; visual navigation; autonomous driving",
    "robot robotics manipulation trajectory planning navigation motion grasping sensor control",
  ),
  topic(
    "stat.ML stat.ME",
    "gaussian processes; variational inference; causal inference; conformal prediction; bayesian optimization",
    "bayesian posterior inference uncertainty causal estimator kernel prior calibration distribution",
  ),
  topic(
    "cs.CR cs.LG",
    "adversarial attacks; differential privacy; federated learning; backdoor attacks; membership inference",
    "privacy attack adversarial robust secure federated defense poisoning watermarking leakage",
  ),
  topic(
    "eess.AS cs.SD",
    "speech recognition; speaker verification; text-to-speech synthesis; sound event detection; music generation",
    "speech audio speaker acoustic voice music sound recognition synthesis transcription",
  ),
  topic(
    "cs.SE cs.PL",
    "program synthesis; automated program repair; code generation; static analysis; fuzz testing",
    "code program software bug testing compiler developers verification repository vulnerability",
  ),
  topic(
    "eess.IV cs.CV",
    "medical image segmentation; brain tumor segmentation; computed tomography; magnetic resonance imaging; chest radiography",
    "medical clinical patient disease cancer lesion image diagnosis radiology pathology",
  ),
  topic(
    "q-bio.QM cs.LG",
    "protein structure prediction; drug discovery; molecular property prediction; single-cell sequencing; gene expression",
    "protein molecule drug gene cell molecular sequence binding biological structure",
  ),
  topic(
    "quant-ph",
    "quantum error correction; quantum computing; variational quantum algorithms; entangled states; quantum key distribution",
    "quantum qubit state entanglement circuit noise measurement gate hamiltonian decoherence",
  ),
  topic(
    "astro-ph.GA astro-ph.CO",
    "dark matter; galaxy clusters; star formation; gravitational lensing; active galactic nuclei",
    "galaxy stellar emission redshift mass luminosity survey observations halo spectra",
  ),
  topic(
    "hep-ph hep-ex",
    "standard model; dark matter; neutrino oscillations; higgs boson; parton distributions",
    "decay scattering boson collider mass coupling neutrino quark cross section",
  ),
  topic(
    "hep-th gr-qc",
    "black holes; string theory; conformal field theory; holographic duality; gauge theory",
    "theory gauge symmetry black hole holographic spacetime entropy dimension string",
  ),
  topic(
    "math.AG math.NT",
    "elliptic curves; moduli spaces; derived categories; modular forms; diophantine equations",
    "theorem algebraic curve moduli category conjecture number field cohomology sheaf",
  ),
  topic(
    "math.PR math.ST",
    "random matrices; brownian motion; large deviations; markov chains; high-dimensional statistics",
    "random process limit convergence probability measure stochastic distribution bound asymptotic",
  ),
  topic(
    "math.OC cs.LG",
    "convex optimization; gradient methods; optimal transport; integer programming; distributed optimization",
    "optimization convex gradient convergence constraint algorithm objective minimization solver sinkhorn",
  ),
  topic(
    "math.AP math.NA",
    "partial differential equations; finite element method; navier stokes equations; inverse problems; nonlinear waves",
    "equation solution boundary nonlinear numerical stability finite element existence regularity",
  ),
  topic(
    "cond-mat.mtrl-sci cond-mat.str-el",
    "topological insulators; density functional theory; spin liquids; two-dimensional materials; superconducting states",
    "material electron spin magnetic lattice phase crystal band temperature superconducting",
  ),
  topic(
    "cs.NI eess.SP",
    "massive mimo; channel estimation; edge computing; wireless networks; intelligent reflecting surfaces",
    "channel antenna wireless signal power network communication beamforming latency spectrum",
  ),
  topic(
    "eess.SY cs.SY",
    "model predictive control; power systems; safety-critical control; system identification; lyapunov stability",
    "control system stability controller feedback linear dynamics predictive power grid",
  ),
  topic(
    "cs.DC cs.AR",
    "distributed training; hardware accelerators; serverless computing; memory systems; high performance computing",
    "hardware memory gpu throughput latency parallel distributed accelerator scheduling cache",
  ),
  topic(
    "cs.HC cs.CY",
    "human-computer interaction; virtual reality; algorithmic fairness; user studies; online education",
    "user interface interaction participants design fairness students human study accessibility",
  ),
  topic(
    "cs.DS cs.CC",
    "approximation algorithms; parameterized complexity; graph algorithms; online algorithms; lower bounds",
    "algorithm complexity approximation polynomial lower bound graph problem hardness randomized",
  ),
  topic(
    "physics.flu-dyn physics.comp-ph",
    "turbulent flows; direct numerical simulation; boundary layers; physics-informed neural networks; lattice boltzmann",
    "flow turbulence fluid velocity simulation pressure reynolds vortex numerical viscosity",
  ),
  topic(
    "q-fin.ST econ.EM",
    "portfolio optimization; time series forecasting; option pricing; market microstructure; panel data",
    "market price volatility risk financial trading forecasting portfolio econometric treatment",
  ),
];

/** Categories that papers of any field carry beside their own. */
export const CROSS_LISTED = ["cs.AI", "cs.LG", "stat.ML", "cs.CL", "cs.CV", "math.OC", "physics.data-an", "cs.NE"];
