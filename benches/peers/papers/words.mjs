// Word material of the synthetic papers: plain lists, most frequent first where it says so.

const words = (text) => text.trim().split(/\s+/);

/** English function words, most frequent first as in abstracts. */
export const FUNCTION_WORDS = words(`
  the of and to a in we that is for on with this by as are our from an be which can it have show has these using or at
  between based such also not their than but more both results its two been one paper new other into propose when via
  where use over while only first under through how i.e they however most there each different all e.g present then
  across used some well provide without no any further many several within up if was were will thus them existing
  three study work same may often due about given find so because during toward out could should against after before
  since still rather whose would yet very whether per four here even does able less among above enough every along
  might around next
`);

/** Words of many fields of research, roughly most frequent first. */
export const CONTENT_WORDS = words(`
  model models data learning method methods performance training approach task tasks network networks problem
  algorithm information language neural large deep images image system features analysis systems framework state time
  learn function set space representation accuracy graph distribution inference knowledge structure multiple local
  optimization prediction global generation high quality low efficient design novel multi domain dataset datasets
  classification demonstrate process control input human detection parameters video error achieve key number dynamic
  reasoning architecture samples feature loss visual policy recognition trained text attention optimal evaluation
  sample noise class speech generative search convergence spatial memory robust linear energy complex semantic
  probability rate machine reinforcement estimation benchmark field theory transformer object level temporal transfer
  user agents effective bound stochastic cost matrix gradient random dimensional convolutional supervised adversarial
  segmentation application applications environment action experiments bayesian adaptation computational simulation
  layer points agent variables dynamics regression clustering physical sparse point query label labels decision latent
  diffusion pre representations embeddings embedding retrieval kernel fine tuning pretrained context tokens token
  scale foundation instruction alignment question answering document translation dialogue summarization corpus
  semantics syntactic parsing sentence word words entity relation extraction base recommendation ranking relevance
  contrastive self unsupervised semi few shot zero prompt prompting chain thought mixture experts quantum spin lattice
  phase magnetic optical photon electron particle mass matter dark galaxy galaxies stellar star stars cosmological
  gravitational black hole holes emission spectra redshift telescope survey observations ray radio infrared neutrino
  boson collider decay scattering symmetry gauge supersymmetric string topological manifold algebra algebraic geometry
  group groups category proof theorem conjecture polynomial equation equations operator operators boundary finite
  infinite measure integral convex inequality lower upper bounds solution solutions numerical asymptotic differential
  partial nonlinear stability stationary markov monte carlo sampling variance covariance estimator estimators
  nonparametric causal treatment effect confounding hypothesis testing confidence intervals likelihood posterior prior
  gaussian processes federated privacy private secure encryption attack attacks defense robustness certified poisoning
  backdoor watermarking fairness bias ethical interpretability explanation explainable attribution saliency concept
  counterfactual uncertainty calibration ensemble distillation pruning quantization compression acceleration hardware
  accelerator gpu latency throughput edge mobile serving cache scheduling parallel distributed communication bandwidth
  wireless channel antenna spectrum cellular signal signals fourier wavelet sensor sensors lidar radar camera depth
  stereo pose tracking localization mapping slam navigation robot robots robotic robotics manipulation grasping
  locomotion autonomous driving vehicle vehicles pedestrian traffic trajectory planning motion collision aerial drone
  swarm legged medical clinical patients patient disease cancer tumor lesion mri ct ultrasound pathology diagnosis
  prognosis radiology brain eeg fmri cortex neurons spike spiking synaptic protein proteins molecule molecules
  molecular drug chemical materials crystal dna rna gene genes genomic cell cells climate weather forecasting ocean
  satellite remote sensing earth soil crop agriculture flood financial market stock trading portfolio price auction
  mechanism game equilibrium nash incentive social media twitter news misinformation hate sentiment opinion political
  community crowd code program programs software debugging compiler verification formal synthesis repair repository
  developers bug bugs vulnerability smart contract blockchain ledger consensus music audio acoustic speaker emotion
  voice singing sound source separation face facial person identification gait gesture activity counting anomaly super
  resolution deblurring denoising inpainting restoration enhancement editing style rendering radiance splatting mesh
  shape shapes scene scenes reconstruction surface texture lighting vision multimodal captioning grounding reference
  layout chart table tables ontology ontologies logic symbolic neurosymbolic rules constraint constraints
  satisfiability solver combinatorial integer programming heuristics metaheuristic evolutionary genetic annealing
  bandit bandits regret exploration exploitation offline reward rewards imitation demonstrations curriculum
  hierarchical skill skills world options tokenization morphology multilingual cross lingual resource switching
  dialect phonetic hallucination factuality faithfulness toxicity jailbreak safety preference preferences feedback
  rlhf direct proximal scaling laws emergent memorization contamination leakage unlearning lora adapter adapters
  prefix soft parameter gating routing mamba recurrent lstm gru convolution residual normalization dropout activation
  initialization optimizer adam momentum sharpness landscape generalization overparameterized interpolation tangent
  mean double descent grokking hopfield hyperbolic equivariant invariant message passing oversmoothing heterophily
  hypergraph spectral node link subgraph completion autoencoder variational normalizing flow flows score matching
  consistency mode collapse guidance classifier free tabular boosting trees forest missing imputation outlier drift
  continual forgetting lifelong meta hyperparameter automl nas proxy suite leaderboard reproducibility annotation
  annotators crowdsourcing disagreement curated corpora biomedical legal scientific patents citation bibliometric
  scholarly peer review arxiv education student students tutoring assessment cognitive psychology behaviour
  accessibility interface visualization interaction usability virtual augmented reality haptic wearable smartphone
  internet things iot cloud fog serverless microservices autotelic epistemic aleatoric conformal kriging copula
  wasserstein sinkhorn monge stein fisher riemannian symplectic hamiltonian lagrangian koopman lyapunov turbulence
  navier stokes reynolds plasma tokamak superconducting superconductor qubit entanglement decoherence topology
  homology persistent cohomology sheaf motive modular elliptic diophantine ramsey matroid submodular knapsack spanner
  treewidth planar bipartite hamiltonicity chromatic
`);

/** Stems that the rare words are put together from. */
export const STEMS = words(`
  graph neuro quant morph tempor spectr semant lingu crypt therm photon magnet electr dynam kinet stoch determin
  probab statist numer algebr geometr topolog metr hierarch struct modul recurs iter converg diverg transform translat
  generat discrimin regular normal optim minim maxim parametr variat approxim estim predict classif segment detect
  recogn localiz regist reconstruct render synthes analyt sampl cluster partit index search retriev match align embed
  encod decod compress quantiz sparsif factor decompos project reduc augment distil transfer adapt personal feder
  decentral aggreg ensembl calibr valid verif certif secur privat anonym obfusc authent simul emul model infer reason
  plan schedul alloc rout navig manipul grasp actu sens perceiv attend memor forget recal learn train tun prompt
  instruct annot label curat filter rank recommend personif summar paraphras tokeniz pars tag chunk stemm lemmat
  disambigu resolv extract link ground caption describ narrat convers respond question answer argu debat explain
  justif attribut interpret visual audit tact olfact gustat propriocept cogn emot affect soci polit econom financ
  clinic diagnos prognos therap pharmac genom proteom metabol microb viral immun onc cardi neur pulm derm ophthalm
  radi path histol anatom physiol biomech orthop pediatr geriatr epidem demograph climat meteor hydro geolog seismo
  ocean atmospher ecolog agricult botan zoolog entomol astro cosmo stell galact planet orbit helio lunar gravit
  relativ nucle hadron lepton bos fermi plasm fluid turbul lamin visc elast plast fractur fatigu corros tribo acoust
  ultrason optic laser holograph tomograph spectro chromat crystallo polymer colloid catal electrochem organ inorgan
  robot mechatron aero naut automot rail logist manufactur architectur civil urban transport softwar hardwar compil
  debug refactor deploy orchestr virtual contain network protocol wireless antenn modulat multiplex broadcast telem
  satell naviga kernel thread cache pipelin
`);

/** What a rare word may begin with, if with anything. */
export const PREFIXES = words(`
  multi hyper meta auto pre post sub super inter intra trans cross co de re un non anti bi tri semi pseudo micro macro
  nano mega poly mono iso homo hetero neo proto quasi over under
`);

/** What a rare word may end with. */
export const SUFFIXES = words(`
  ic al ation ations ing ed er ers ity ization izing izer ive ively able ability ism ist ous ology ological ometry
  ometric ance ant ent ency or ors ics ically less ness ful ish oid ite net former bench
`);
